// The example runs, and README shows what it prints.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, removeWorkFolders, type Service, sampleService, workFolder } from './iter8.ts';

const root = path.resolve(__dirname, '../..');
let service: Service;
beforeAll(async () => {
  service = await sampleService();
});
afterAll(async () => {
  await service.stop();
  removeWorkFolders();
});

async function reportOf(example: string): Promise<string> {
  const cwd = workFolder();
  const values = path.join(root, 'examples', example, 'values.yaml');
  const { code, stderr } = await iter8(['launch', '-f', values, '--set', `http.url=${service.url}/get`], { cwd });
  expect([code, stderr]).toEqual([0, expect.stringContaining('Happy Iter8ing!')]);
  return (await iter8(['report'], { cwd })).stdout;
}

test('README shows the report of examples/http-slo', async () => {
  const [, shown = ''] =
    /```\n(Experiment summary:\n[\s\S]*?) {2}…\n```/.exec(readFileSync(path.join(root, 'README.md'), 'utf8')) ?? [];
  const plain = (text: string) => text.replace(/\d+\.\d\d/g, 'N').replace(/\| (true|false)$/gm, '| V');
  expect(shown).not.toBe('');
  expect(plain(await reportOf('http-slo')).slice(1)).toContain(plain(shown));
});
