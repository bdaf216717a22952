import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chart, ciFiles, helm, template, withHelm } from './chart.ts';

const root = path.resolve(__dirname, '../..');
const [packaged = ''] = readdirSync(path.join(root, 'dist/charts')).filter((name) => /^iter8-.*\.tgz$/.test(name));
const archive = path.join(root, 'dist/charts', packaged);
const print =
  "import { chartArchive } from './scripts/chart-archive.mjs'; process.stdout.write(await chartArchive('charts/iter8'));";

function filesIn(file: string): string[] {
  return execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n').sort();
}

test('the archive is the same bytes each time', () => {
  const again = execFileSync(process.execPath, ['--input-type=module', '-e', print], { cwd: root });
  expect(again.equals(readFileSync(archive))).toBe(true);
});

withHelm('the packaged chart', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-repository-'));
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    if (readdirSync(folder).includes(name)) response.end(readFileSync(path.join(folder, name)));
    else response.writeHead(404).end();
  });
  beforeAll(async () => {
    copyFileSync(archive, path.join(folder, packaged));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('it holds the files that helm itself would pack, under the name that helm gives', async () => {
    const theirs = mkdtempSync(path.join(tmpdir(), 'iter8-package-'));
    expect(await helm(['package', chart, '-d', theirs])).toMatchObject({ code: 0 });
    expect(filesIn(archive)).toEqual(filesIn(path.join(theirs, packaged)));
    rmSync(theirs, { recursive: true });
  });

  test.each(ciFiles)('helm finds nothing to say against it with %s', async (file) => {
    const answer = await helm(['lint', '--strict', archive, '-f', path.join(chart, 'ci', file)]);
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('0 chart(s) failed') });
  });

  test('from a plain HTTP repository it renders what the folder renders', async () => {
    expect(await helm(['repo', 'index', folder])).toMatchObject({ code: 0 });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fromFolder = await template({ file: 'job-values.yaml' });
    const fromRepository = await template({ chart: 'iter8', file: 'job-values.yaml', args: ['--repo', url] });
    expect(fromRepository).toEqual(fromFolder);
  });
});
