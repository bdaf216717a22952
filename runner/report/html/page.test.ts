import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hostileDocument, ourDocument, storedLoad } from '../documents.fixture.ts';
import { htmlReport } from './page.ts';
import { style } from './style.ts';
import { styleHash } from './style-hash.ts';

// Tags as a browser would find them, with the names of their attributes.
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s"=<>]+="[^"]*")*)\s*\/?>/g)].map(
    ([, tag = '', attributes = '']) =>
      [tag, ...[...attributes.matchAll(/([^\s"=<>]+)="/g)].map(([, name]) => name)].join(' '),
  );
}

const ours = new Set([
  ...'html head meta title link style body a svg symbol path header p h1 use code bdi span dl div dt dd nav ul li main'.split(
    ' ',
  ),
  ...'section h2 h3 h4 table caption thead tbody tr th td small data strong b i details summary article figure'.split(
    ' ',
  ),
  ...'figcaption rect circle line text g pre footer time'.split(' '),
]);

describe('the page', () => {
  test('allows no style but its own: after a change of style.ts this is its new sum', () => {
    expect(styleHash).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
    expect(style).not.toMatch(/<\/|url\(|@import/);
  });

  test('lets nothing foreign become markup, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const html = htmlReport(document, { subject: '</title><script>x' });
        const withoutStyle = html.replace(style, '');
        const tags = tagsOf(withoutStyle);
        expect(tags.filter((tag) => !ours.has(tag.split(' ')[0]?.replace('/', '') ?? ''))).toEqual([]);
        expect(tags.filter((tag) => / (?:on\w+|style|src|srcdoc|xlink:href|formaction)\b/i.test(tag))).toEqual([]);
        // Every angle bracket belongs to a tag of ours.
        const rest = withoutStyle.replace(/<!doctype html>/, '').replace(/<\/?[a-zA-Z][^<>]*>/g, '');
        expect(rest).not.toMatch(/[<>]/);
        const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, target = '']) => target);
        expect(targets.filter((target) => !/^(#|data:image\/svg\+xml,)/.test(target))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('holds no character that cannot be seen, and isolates the direction of names', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        expect(htmlReport(document)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
      { numRuns: 60 },
    );
    const named = ourDocument({ insights: { numVersions: 2, versionNames: [{ version: 'שלום', track: '' }] } });
    expect(htmlReport(named)).toContain('<bdi>שלום</bdi>');
  });

  test('opens and closes every element, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const open: string[] = [];
        const tags = htmlReport(document)
          .replace(style, '')
          .matchAll(/<(\/?)([a-z]\w*)[^<>]*?(\/?)>/g);
        for (const [, close, tag = '', empty] of tags) {
          if (['meta', 'link', 'br'].includes(tag) || empty === '/') continue;
          if (close === '') open.push(tag);
          else if (open.pop() !== tag) open.push(`a wrong end of ${tag}`);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('a name of ten thousand characters is cut where it stands, and whole at the end', () => {
    const long = `http/${'x'.repeat(10_000)}`;
    const html = htmlReport(ourDocument({ insights: { metricsInfo: { [long]: { type: 'Gauge' } } } }));
    expect(html.split(long)).toHaveLength(2);
    expect(html).toContain('Names in full');
    expect(html.length).toBeLessThan(htmlReport(ourDocument()).length + 20_000);
  });

  test('is bounded, and says what it leaves out', () => {
    const upper = Array.from({ length: 1000 }, (_, i) => ({ metric: `http/m-${i}`, limit: 1 }));
    const html = htmlReport(ourDocument({ insights: { numVersions: 500, SLOs: { upper, lower: [] } } }));
    expect(html).toContain('This page shows 12 of 500 versions and 25 of 1000 SLOs');
    expect(html).toContain('The first 400 of 1004 metrics');
    expect(html).toContain('The first 200 of 11');
    expect(html.length).toBeLessThan(1_500_000);
  });

  test('says of a load what the document had to leave out, and when the first message came', () => {
    const streams = { firstMessage: storedLoad().latency, messagesIn: 40, messagesOut: 2 };
    const html = htmlReport(ourDocument({ details: { loads: [storedLoad({ coarse: 16, streams })] } }));
    expect(html).toContain('16 buckets joined into one');
    expect(html).toContain('40 received, 2 sent');
    expect(html).toMatch(/First message, p99<\/dt><dd><data value="98\.\d+">/);
  });

  test('says what it is a report of', () => {
    expect(htmlReport(ourDocument(), { subject: 'group shop' })).toContain(
      '<title>Pass: Iter8 report of group shop</title>',
    );
  });
});
