// Reports in a real browser: nothing is fetched, nothing bars a reader, nothing is cut, and the numbers are those of -o json.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Document } from '../../runner/model/document.ts';
import { sampleDocument, samples } from '../../runner/report/documents.fixture.ts';
import { htmlReport } from '../../runner/report/html/page.ts';
import { jsonReport } from '../../runner/report/json.ts';
import { chromiumPath, launch } from '../site/browser.ts';
import { hostile, manyLoops, ours, thousandLoops, troubled, twentyEndpoints } from './documents.ts';
import { cutWords, outlineOf, paintedAfter, scrolled, tableValues, tooHigh, tooWide, tornWords } from './in-page.ts';

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const golden = path.join(__dirname, 'golden');
const sheet = { width: 688, height: 1009 }; // of A4, within its margins

const missing = chromiumPath() === undefined;
if (missing && process.env.CI === 'true') throw new Error('CI needs chromium (sh scripts/tools.sh chromium)');
if (missing) console.log('left out: reports in a browser (sh scripts/tools.sh chromium)');

const loops = new Map<string, Promise<Document>>();
function once(name: string, make: () => Promise<Document>): () => Promise<Document> {
  return () => {
    const made = loops.get(name) ?? make();
    loops.set(name, made);
    return made;
  };
}

const hundred = once('100 loops', () => manyLoops(['home', 'cart', 'checkout'], 1000, 100));
const all: [name: string, make: () => Document | Promise<Document>][] = [
  ...ours,
  ['20 endpoints', once('20 endpoints', twentyEndpoints)],
  ['100 loops of 3 endpoints', hundred],
  ['1,000 loops', thousandLoops],
  ['hostile names', hostile],
];

test('3 endpoints and 100 loops fit into 300 KB', async () => {
  expect(Buffer.byteLength(htmlReport(await hundred()))).toBeLessThan(300_000);
});

(missing ? describe.skip : describe)('a report in Chromium', () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-html-'));
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function opened(
    document: Document,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const file = path.join(folder, 'report.html');
    writeFileSync(file, htmlReport(document));
    const page = await browser.newPage({ colorScheme: 'light', ...options });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  async function barriers(page: Page, only: readonly string[] = []): Promise<string[]> {
    const options = { resultTypes: ['violations'], preload: false, ...(only.length > 0 ? { runOnly: only } : {}) };
    const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    return results.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      );
  }

  const unfold = `document.querySelectorAll('details').forEach((one) => { one.open = true; })`;

  test.each(all)(
    '%s: painted within a second, nothing fetched, nothing cut, no barrier',
    async (name, make) => {
      const { page, complaints } = await opened(await make());
      let painted = await paintedAfter(page);
      // A machine that was busy with something else gets a second chance.
      for (let more = 2; painted >= 1000 && more > 0; more--) {
        await page.reload();
        painted = await paintedAfter(page);
      }
      expect(painted).toBeLessThan(1000);
      for (const width of [320, 1400]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await tooWide(page)).toEqual([]);
        expect(await cutWords(page)).toEqual([]);
      }
      const small = ours.some(([one]) => one === name);
      if (small) await page.evaluate(unfold);
      await page.evaluate(axe);
      expect(await barriers(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      if (small) expect(await barriers(page, ['color-contrast'])).toEqual([]); // larger ones hold the same parts
      expect(complaints).toEqual([]);
      await page.close();
    },
    120_000,
  );

  test('on a phone no number of an endpoint or a version has to be scrolled to', async () => {
    for (const document of [troubled(), thousandLoops()]) {
      const { page } = await opened(document, { viewport: { width: 375, height: 800 } });
      expect((await scrolled(page)).filter((label) => label !== 'Steps, table')).toEqual([]);
      await page.close();
    }
  });

  test.each(all)('%s: on paper nothing is cut, though all is unfolded', async (_, make) => {
    const { page } = await opened(await make());
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(sheet);
    await page.evaluate(unfold);
    expect(await tooWide(page)).toEqual([]);
    expect(await cutWords(page)).toEqual([]);
    expect(await tooHigh(page, sheet.height)).toEqual([]);
    expect(await tornWords(page)).toEqual([]);
    await page.close();
  });

  test('on paper there is no heading with nothing but folded tables below it', async () => {
    const { page } = await opened(sampleDocument('two-versions'));
    expect(await page.locator('#endpoints').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#endpoints').isVisible()).toBe(false);
    await page.evaluate(unfold);
    expect(await page.locator('#endpoints').isVisible()).toBe(true);
    await page.close();
  });

  test('is printed on A4', async () => {
    const { page } = await opened(troubled());
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeLessThanOrEqual(5);
    await page.close();
  });

  test.each(ours)(
    '%s: the document is the one that was reviewed (UPDATE_GOLDEN=1 writes it anew)',
    async (name, make) => {
      const { page } = await opened(await make());
      const file = path.join(golden, `${name}.txt`);
      const outline = await outlineOf(page);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, outline);
      expect(outline).toBe(readFileSync(file, 'utf8'));
      await page.close();
    },
  );

  test('percentiles of loads are those of -o json', async () => {
    const document = troubled();
    const { page } = await opened(document);
    const { loads } = JSON.parse(jsonReport(document));
    for (const { provider, latency, serviceTime } of loads) {
      const shown = new Map(await tableValues(page, `${provider} latency, table`));
      const wanted = Object.keys(latency.percentiles).map((percent): [string, number[]] => [
        `p${percent}`,
        [latency.percentiles[percent].value, serviceTime.percentiles[percent].value],
      ]);
      expect(wanted.length).toBe(7);
      expect(shown).toEqual(new Map(wanted));
    }
    await page.close();
  });

  test.each(samples)('values of %s are those of -o json', async (name) => {
    const make = ours.find(([one]) => one === name)?.[1] ?? troubled;
    const document = await make();
    const { page } = await opened(document);
    const { metrics, slos } = JSON.parse(jsonReport(document));
    const known = metrics.filter(({ versions }: { versions: { value?: number }[] }) => versions.length > 0);
    const wanted = new Map(
      known.map((metric: { name: string; versions: { value?: number }[] }) => [
        metric.name,
        metric.versions.flatMap(({ value }) => value ?? []),
      ]),
    );
    expect(new Map(await tableValues(page, ', metrics, table'))).toEqual(wanted);
    const measured = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.slos .value data')].map((data) => Number(data.value))`,
    );
    expect(measured).toEqual(
      slos.flatMap(({ versions }: { versions: { value?: number }[] }) => versions.flatMap(({ value }) => value ?? [])),
    );
    await page.close();
  });

  test('is styled by its own style sheet alone, and runs nothing', async () => {
    const { page } = await opened(troubled());
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.head')).borderLeftWidth`)).toBe('8px');
    expect(await page.evaluate(`document.scripts.length + document.querySelectorAll('[style]').length`)).toBe(0);
    await page.close();
  });

  test('the keyboard goes to the report, to its parts and to what is folded', async () => {
    const { page } = await opened(troubled());
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    expect(await focused()).toBe('Skip to the report');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.querySelector("details").open')).toBe(true);
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
    await page.close();
  });
});
