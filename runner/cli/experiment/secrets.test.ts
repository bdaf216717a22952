import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { secretLookup, secretsName, writeSecrets } from './secrets.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(os.tmpdir(), 'iter8-secrets-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const context = (env: Record<string, string> = {}) => ({
  cwd,
  env,
  stdout: { write: () => true },
  stderr: { write: () => true },
  signal: new AbortController().signal,
});
const put = (text: string, mode = 0o600) => writeFileSync(path.join(cwd, secretsName), text, { mode });

test.each([
  ['0123', '0123'],
  ['1.50', '1.50'],
  ['true', 'true'],
  ['"a: b"', 'a: b'],
])('%s in the file is the text %s', async (written, value) => {
  put(`token: ${written}\n`);
  expect((await secretLookup(context()))('token')).toBe(value);
});

test('the environment wins over the file', async () => {
  put('http.headers.A: file\n');
  const lookup = await secretLookup(context({ ITER8_SECRET_HTTP_HEADERS_A: 'environment' }));
  expect(lookup('http.headers.A')).toBe('environment');
});

test.each(['[a]', 'a: [b]', 'a:', 'a: {b: c}', 'a: "'])('a file that holds %s is refused', async (text) => {
  put(text);
  await expect(secretLookup(context())).rejects.toMatchObject({ code: 'SECRET' });
});

test('new secrets are added, the file is for its owner alone, and nothing else is left', async () => {
  put('mine: kept\n', 0o644);
  await writeSecrets(context(), { token: '007\nand more' });
  const lookup = await secretLookup(context());
  expect([lookup('mine'), lookup('token')]).toEqual(['kept', '007\nand more']);
  expect(statSync(path.join(cwd, secretsName)).mode & 0o777).toBe(0o600);
  expect(readdirSync(cwd)).toEqual([secretsName]);
});
