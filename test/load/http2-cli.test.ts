// http2 through the command line: the forms in which it is given, and what cannot be asked for.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';
import { iter8, removeWorkFolders, workFolder } from '../cli/iter8.ts';
import { fromProgram, startTarget, stopTargets } from './harness.ts';

afterEach(stopTargets);
afterAll(removeWorkFolders);

const launch = (cwd: string, sets: string[]) =>
  iter8(['launch', ...['tasks={http}', ...sets].flatMap((value) => ['--set', value])], { cwd });

test.each(['http.http2=true', 'http.endpoints.get.http2=true'])('with %s requests go over HTTP/2', async (asked) => {
  const target = await fromProgram<{ versions: object }>('http2-target.mjs', {});
  const folder = workFolder();
  const { code } = await launch(folder, [`http.url=${target.url}`, asked, 'http.qps=0', 'http.numRequests=20']);
  expect(code).toBe(0);
  const document = yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')) as Document;
  expect(document.details?.loads).toMatchObject([{ answered: 20, errors: 0, statuses: { 200: 20 } }]);
  expect((await target.seen()).versions).toEqual({ '2.0': 20 });
});

test('what a server that speaks no HTTP/2 is asked is told in words, with what to look at', async () => {
  const { url } = await startTarget();
  const folder = workFolder();
  await launch(folder, [`http.url=${url}`, 'http.http2=true', 'http.numRequests=4']);
  const { stdout } = await iter8(['report'], { cwd: folder });
  expect(stdout).toMatch(/the server speaks HTTP\/1\.1 and not HTTP\/2 at this port\n.*Hint: .*speaks HTTP\/2/);
});

test('what HTTP/2 cannot be or send is refused before anything is sent, all of it at once', async () => {
  const url = 'http.url=http://127.0.0.1:9/';
  const header = 'http.headers.Connection=close';
  const odd = await launch(workFolder(), [url, 'http.http2=maybe', 'http.endpoints.get.http2=2']);
  expect([odd.code, odd.stderr]).toEqual([
    2,
    expect.stringMatching(/"maybe" is not allowed; give true, false or auto/),
  ]);
  expect(odd.stderr).toMatch(/endpoints\.get\.http2: 2 is not allowed/);
  const close = await launch(workFolder(), [url, 'http.http2=auto', header]);
  expect([close.code, close.stderr]).toEqual([
    2,
    expect.stringMatching(/headers\.Connection: HTTP\/2 has no such header/),
  ]);
  expect((await launch(workFolder(), [url, header, 'http.numRequests=1', 'http.qps=0'])).code).toBe(0);
});
