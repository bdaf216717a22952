// Where the result can no longer be saved, it is in the log.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, removeWorkFolders, type Service, sampleService, started, workFolder } from './iter8.ts';

let service: Service;
beforeAll(async () => {
  service = await sampleService();
});
afterAll(async () => {
  await service.stop();
  removeWorkFolders();
});

// A folder in its place cannot be written over.
async function launchedInVain(...flags: string[]) {
  const cwd = workFolder();
  const values = `tasks=http,http.url=${service.url}/get,http.numRequests=20,http.qps=20`;
  const { ended, stderrHas } = started(['launch', '--set', values, ...flags], { cwd });
  await stderrHas('task 1: http: started');
  rmSync(path.join(cwd, 'experiment.yaml'));
  mkdirSync(path.join(cwd, 'experiment.yaml'));
  return ended;
}

test('the final document goes to the log, from where it can be taken, and the exit code is 3', async () => {
  const { code, stderr } = await launchedInVain();
  expect([code, stderr]).toEqual([3, expect.stringContaining('UNSAVED: ')]);
  const cwd = workFolder();
  const document = /^# An Iter8 experiment[\s\S]*^# end\n/m.exec(stderr)?.[0] ?? '';
  writeFileSync(path.join(cwd, 'experiment.yaml'), document);
  const { stdout } = await iter8(['report'], { cwd });
  expect(stdout).toMatch(/http\/request-count +\| 20\.00/);
});

test('in a log of JSON lines it is a field', async () => {
  const { code, stderr } = await launchedInVain('--log-format', 'json');
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(3);
  expect(lines.find(({ document }) => document !== undefined)?.document).toMatch(
    /^# An Iter8 experiment[\s\S]*# end\n$/,
  );
});
