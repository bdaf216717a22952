import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mountedSecrets } from './mounted-secrets.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'iter8-mounted-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function folder(name: string, secrets: Record<string, string>): string {
  const at = path.join(root, name);
  mkdirSync(at);
  for (const [key, value] of Object.entries(secrets)) writeFileSync(path.join(at, key), value);
  return at;
}

test('the first folder that has the key wins', async () => {
  const lookup = await mountedSecrets([folder('one', { a: '1' }), folder('two', { a: '2', b: '3' })]);
  expect([lookup('a'), lookup('b')]).toEqual(['1', '3']);
});

test.each([
  ['x\n', 'x'],
  ['x\r\n', 'x'],
  ['x\n\n', 'x\n'],
  [' x ', ' x '],
  ['', ''],
])('of %j one newline at the end is not meant', async (text, value) => {
  expect((await mountedSecrets([folder('one', { a: text })]))('a')).toBe(value);
});

test('links to what the kubelet keeps are followed, and that is no key itself', async () => {
  const at = folder('one', {});
  mkdirSync(path.join(at, '..2023'));
  writeFileSync(path.join(at, '..2023', 'a'), '1');
  symlinkSync('..2023', path.join(at, '..data'));
  symlinkSync('..data/a', path.join(at, 'a'));
  const lookup = await mountedSecrets([at]);
  expect(lookup('a')).toBe('1');
  expect(() => lookup('..data')).toThrow('there is no secret ..data');
});

test('a folder that is not there is an optional mount; a key that is in none names the folders', async () => {
  const [one, other] = [folder('one', {}), path.join(root, 'other')];
  const lookup = await mountedSecrets([one, other]);
  expect(() => lookup('a')).toThrow(`there is no secret a in ${one} or ${other}`);
});

test('a key that cannot be read is told', async () => {
  const at = folder('one', {});
  symlinkSync('nowhere', path.join(at, 'a'));
  await expect(mountedSecrets([at])).rejects.toMatchObject({ code: 'FILE_READ' });
});
