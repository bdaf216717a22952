import { Iter8Error } from '../model/errors.ts';
import { mergeValues, type ValueArguments } from './merge-values.ts';

function merge(given: Partial<ValueArguments>, files: Record<string, string> = {}) {
  return mergeValues({ files: [], set: [], setString: [], setFile: [], ...given }, async (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`no such file: ${path}`);
    return new TextEncoder().encode(text);
  });
}

test('maps of later files are merged into earlier ones, lists take their place', async () => {
  const files = { a: 'm: {p: 1, q: 2}\nl: [1, 2]', b: 'm: {q: 3}\nl: [4]' };
  expect(await merge({ files: ['a', 'b'] }, files)).toEqual({ m: { p: 1, q: 3 }, l: [4] });
});

test('--set wins over files, --set-string over --set, --set-file over all', async () => {
  const given = { files: ['f'], set: ['a=2', 'b=2', 'c=2'], setString: ['b=3', 'c=3'], setFile: ['c=t'] };
  expect(await merge(given, { f: 'a: 1\nb: 1\nc: 1\nd: 1', t: 'text' })).toEqual({ a: 2, b: '3', c: 'text', d: 1 });
});

test('null takes away what a file said', async () => {
  expect(await merge({ files: ['f'], set: ['m.p=null'] }, { f: 'm: {p: 1, q: 2}' })).toEqual({ m: { p: null, q: 2 } });
});

test('--set-string makes texts of everything', async () => {
  expect(await merge({ setString: ['a=5,b=true,c=null'] })).toEqual({ a: '5', b: 'true', c: 'null' });
});

test('--set-file keeps a file as it is, also in lists', async () => {
  const files = { a: '\ufeffone\n', b: '5' };
  expect(await merge({ setFile: ['x=a,y={a,b}'] }, files)).toEqual({ x: '\ufeffone\n', y: ['\ufeffone\n', '5'] });
});

test('--set-file refuses bytes that it would spoil', async () => {
  const read = async () => new Uint8Array([0xff, 0xfe, 0xfd]);
  const given = { files: [], set: [], setString: [], setFile: ['x=bin'] };
  await expect(mergeValues(given, read)).rejects.toThrow('--set-file number 1: bin is not text in UTF-8');
});

test('a file that cannot be read is named with the argument that names it', async () => {
  await expect(merge({ files: ['none'] })).rejects.toThrow('-f none: none cannot be read: no such file: none');
  await expect(merge({ setFile: ['a=1', 'b=none'] }, { 1: '' })).rejects.toThrow('--set-file number 2: none cannot');
  await expect(merge({ files: ['none'] })).rejects.toMatchObject({ code: 'FILE_READ' });
});

test('credentials and queries of URLs are not shown', async () => {
  const failed = merge({ files: ['https://u:c4n4ry@host/x?t=c4n4ry'] });
  await expect(failed).rejects.toThrow('-f https://host/x: https://host/x cannot be read');
});

test('an error of ours passes through', async () => {
  const own = new Iter8Error('DOWNLOAD', 'gone');
  const read = () => Promise.reject(own);
  await expect(mergeValues({ files: ['x'], set: [], setString: [], setFile: [] }, read)).rejects.toBe(own);
});

test('an argument that fails is named by its number', async () => {
  await expect(merge({ set: ['a=1', 'b[=1'] })).rejects.toThrow('--set number 2 (b[=…), character 3: ');
});
