// The picture of a report in README and docs/ is taken here, of a document that is reviewed in golden/.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { htmlReport } from '../../runner/report/html/page.ts';
import { launch } from '../site/browser.ts';
import { troubled } from './documents.ts';

const images = path.resolve(__dirname, '../../docs/images');
const picture = path.join(images, 'report.png');
const mark = path.join(images, 'report.png.of'); // the sum of the page that was photographed
const size = { width: 1120, height: 980 };

test('the picture in docs/images is of the page as it is now (UPDATE_GOLDEN=1 takes it anew)', async () => {
  const html = htmlReport(troubled());
  const sum = `${createHash('sha256').update(html).digest('hex')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') {
    await take(html);
    writeFileSync(mark, sum);
  }
  expect(readFileSync(mark, 'utf8')).toBe(sum);
  const png = readFileSync(picture);
  expect({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }).toEqual(size);
  expect(png.length).toBeLessThan(300_000);
});

async function take(html: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-picture-'));
  const file = path.join(folder, 'report.html');
  writeFileSync(file, html);
  const browser = await launch();
  const page = await browser.newPage({ colorScheme: 'light', viewport: size });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: picture });
  await browser.close();
  rmSync(folder, { recursive: true });
}
