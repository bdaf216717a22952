// What 0.13 printed for a document is what we print: the report byte for byte, assert in the same words.
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, messages, removeWorkFolders, workFolder } from './iter8.ts';

afterAll(removeWorkFolders);
const samples = path.resolve(__dirname, '../fixtures/samples');
const names = readdirSync(samples, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const read = (name: string, file: string) => readFileSync(path.join(samples, name, file), 'utf8');

function folderWith(name: string): string {
  const folder = workFolder();
  copyFileSync(path.join(samples, name, 'experiment.yaml'), path.join(folder, 'experiment.yaml'));
  return folder;
}

test.each(names)('report of %s', async (name) => {
  const { code, stdout, stderr } = await iter8(['report'], { cwd: folderWith(name) });
  expect(stdout).toBe(read(name, 'report.txt'));
  expect([code, stderr]).toEqual([0, '']);
});

test.each(names)('assert of %s', async (name) => {
  const { code, stdout, stderr } = await iter8(['assert', '-c', 'completed,nofailure,slos'], { cwd: folderWith(name) });
  const theirs = read(name, 'assert.txt')
    .split('\n')
    .map((line) => line.replace(/^time=\S+ \S+ /, ''));
  const noSlos = theirs.includes('level=info msg=experiment does not involve any SLOs');
  // By intent: slos without SLOs is not satisfied, each line comes once, reasons are our own words, other exit codes.
  const wanted = theirs
    .filter((line, i) => line.startsWith('level=') && theirs.indexOf(line) === i)
    .filter((line) => !/inited Helm config|does not involve any SLOs|level=warning/.test(line))
    .map((line) =>
      noSlos
        ? line.replace('SLOs are satisfied', 'SLOs are not satisfied').replace('=all conditions', '=not all conditions')
        : line,
    );
  if (noSlos) wanted.push('level=error msg=assert conditions failed');
  expect(messages(stderr).filter((line) => !line.startsWith('level=warning'))).toEqual(wanted);
  expect(stdout).toBe('');
  expect(code).toBe(theirs.includes('exit 0') && !noSlos ? 0 : 4);
});

test('an SLO that is not satisfied is explained', async () => {
  const { stderr } = await iter8(['assert', '-c', 'slos'], { cwd: folderWith('two-versions') });
  expect(stderr).toMatch(
    /level=warning msg=SLO .*shop\/latency-mean.* is violated for shop-candidate-1 \(v2\): the value is 60\.5/,
  );
});

test('a reader that leaves early is no failure', async () => {
  const { started } = await import('./iter8.ts');
  const { child, ended } = started(['report'], { cwd: folderWith('http-endpoints') });
  child.stdout?.destroy();
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([0, '']);
});
