// The report as one page of its own: no scripts, nothing loaded, all drawn here. It prints, and stands in any policy.
import type { Document } from '../../model/document.ts';
import { headlineOf } from '../headline.ts';
import { plain } from '../plain.ts';
import type { ReportOptions } from '../text.ts';
import { viewOf } from '../view.ts';
import { endpointsOf } from '../view-endpoints.ts';
import { plannedRows } from '../view-planned.ts';
import { bounded } from './bounded.ts';
import { endpointSection } from './endpoint-section.ts';
import { symbols, tabIcon } from './icons.ts';
import { longNames } from './long-names.ts';
import { loopsSection } from './loops-section.ts';
import { type Child, type Element, el, write } from './markup.ts';
import { overview } from './overview.ts';
import { remarksSection } from './remarks-section.ts';
import { runSection } from './run-section.ts';
import { section } from './section.ts';
import { sloSection } from './slo-section.ts';
import { style } from './style.ts';
import { styleHash } from './style-hash.ts';
import { verdictHead, verdictWord } from './verdict-head.ts';
import { versionsSection } from './versions-section.ts';

const policy = `default-src 'none'; style-src '${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
const tabColours = { pass: '#1a7f37', fail: '#c4281c', inconclusive: '#9a6700', running: '#0b63ce', none: '#57606a' };
const mostEndpoints = 60;

export function htmlReport(document: Document, { subject }: ReportOptions = {}): string {
  const whole = viewOf(document);
  const headline = headlineOf(whole);
  const open = whole.summary.final ? [] : plannedRows(document, whole);
  const { view, leftOut } = bounded({ ...whole, slos: [...whole.slos, ...open] });
  const endpoints = endpointsOf(document, view);
  const parts = [
    sloSection(view),
    overview(endpoints),
    remarksSection(view),
    versionsSection(view),
    endpoints.length === 0
      ? undefined
      : endpointParts(endpoints.map((endpoint, i) => endpointSection(endpoint, view, i))),
    loopsSection(view),
    runSection(document, view),
    longNames(view),
  ].filter((part) => part !== undefined);
  const { look, word } = verdictWord(headline);
  const title = `${word}: Iter8 report${subject === undefined ? '' : ` of ${plain(subject, 80)}`}`;
  const page = el(
    'html',
    { lang: 'en' },
    head(title, tabIcon(look, tabColours[look])),
    el(
      'body',
      {},
      el('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
      symbols(),
      verdictHead(view, headline, subject),
      contents(parts),
      el(
        'main',
        { id: 'main', tabindex: -1 },
        view.measured ? undefined : nothingMeasured(view.summary.final),
        leftOut === undefined ? undefined : el('p', { class: 'nothing' }, leftOut),
        ...parts,
      ),
      el(
        'footer',
        {},
        el(
          'p',
          {},
          view.loads.length === 0
            ? undefined
            : 'Percentiles come from exact histograms; latency is counted from the moment a request was due. ',
          'The same numbers, for programs: iter8 report -o json.',
        ),
      ),
    ),
  );
  return `<!doctype html>\n${write(page)}\n`;
}

function head(title: string, icon: string): Element {
  return el(
    'head',
    {},
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('title', {}, title),
    el('link', { rel: 'icon', href: icon }),
    el('style', {}, { raw: style }),
  );
}

function endpointParts(articles: readonly Element[]): Element {
  const left = articles.length - mostEndpoints;
  return section(
    'endpoints',
    articles.length === 1 ? 'Measurements' : 'Each endpoint',
    ...articles.slice(0, mostEndpoints),
    left > 0 ? el('p', {}, `and ${left} more: iter8 report -o json holds them all.`) : undefined,
  );
}

// Worth its room from three parts on.
function contents(parts: readonly Element[]): Child {
  if (parts.length < 3) return undefined;
  const links = parts.map(({ attributes, children }) => {
    const [heading] = children;
    const words = typeof heading === 'object' && 'children' in heading ? heading.children : [];
    return el('li', {}, el('a', { href: `#${attributes.id}` }, ...words));
  });
  return el('nav', { 'aria-label': 'On this page' }, el('ul', {}, ...links));
}

function nothingMeasured(final: boolean): Element {
  return el('p', { class: 'nothing' }, final ? 'Nothing was measured.' : 'Nothing has been measured yet.');
}
