// The built documentation in a real browser: nothing is fetched from elsewhere, nothing bars a reader, search finds.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launch, serve } from './browser.ts';

const folder = path.resolve(__dirname, '../..', process.env.DOCS_OUT ?? 'dist/docs');
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

const missing = chromiumPath() === undefined;
if (missing && process.env.CI === 'true') throw new Error('CI needs chromium (sh scripts/tools.sh chromium)');
if (missing) console.log('left out: the site in a browser (sh scripts/tools.sh chromium)');

(missing ? describe.skip : describe)('the site', () => {
  let browser: Browser;
  let site: { url: string; close(): Promise<void> };
  const found = new Map<string, object>();
  beforeAll(async () => {
    site = await serve(folder, '/some/where/');
    browser = await launch();
    const left = [...pages];
    const reader = async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) found.set(name, await looked(name));
    };
    await Promise.all([reader(), reader()]);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  // What the page complains of, and what it asks of others.
  async function opened(address: string): Promise<{ page: Page; complaints: string[] }> {
    // axe-core is put into the page by its text, which the page itself would not allow.
    const page = await browser.newPage({ colorScheme: 'light', bypassCSP: true });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url) && !request.url().startsWith('file:')) complaints.push(request.url());
    });
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    await page.goto(address);
    return { page, complaints };
  }

  async function barriers(page: Page, only: readonly string[]): Promise<string[]> {
    const options = { resultTypes: ['violations'], preload: false, ...(only.length > 0 ? { runOnly: only } : {}) };
    const results = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
    return (results as AxeResults).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  }

  async function looked(name: string): Promise<object> {
    const { page, complaints } = await opened(site.url + name);
    await page.evaluate(axe);
    const light = await barriers(page, []);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await barriers(page, ['color-contrast']);
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    await page.close();
    return { light, dark, width, complaints };
  }

  test.each(pages)('%s is readable: light, dark, and 320 px wide', (name) => {
    expect(found.get(name)).toEqual({ light: [], dark: [], width: 320, complaints: [] });
  });

  const bases: [string, () => string][] = [
    ['behind HTTP', () => site.url],
    ['opened as a file', () => `file://${folder}/`],
  ];
  test.each(bases)('%s: search finds warm-up, and leads there', async (_, base) => {
    const { page, complaints } = await opened(`${base()}index.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('warm-up');
    const first = page.locator('#results a').first();
    await first.waitFor();
    expect(await page.locator('#found').textContent()).toMatch(/^\d+ results$/);
    await first.click();
    await page.waitForLoadState();
    expect(await page.locator('main').textContent()).toContain('warm-up');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('search finds what has some of the words, after what has them all', async () => {
    const { page } = await opened(`${site.url}index.html`);
    const asked = async (question: string) => {
      await page.fill('#search', question);
      await page.waitForFunction('document.getElementById("found").textContent !== ""');
      const heads = await page.locator('#results strong').allTextContents();
      await page.fill('#search', '');
      await page.waitForFunction('document.getElementById("found").textContent === ""');
      return heads;
    };
    const [first] = await asked('exit codes');
    expect((await asked('exit codes xyzzyplugh'))[0]).toBe(first);
    await page.close();
  });

  test('search says that there is nothing', async () => {
    const { page } = await opened(`${site.url}index.html`);
    await page.fill('#search', 'xyzzyplugh');
    await page.waitForFunction('document.getElementById("found").textContent !== ""');
    expect(await page.locator('#found').textContent()).toBe('0 results');
    expect(await page.locator('#results').isVisible()).toBe(false);
    await page.close();
  });
});
