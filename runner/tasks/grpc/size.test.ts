import { parseSize } from './size.ts';

test.each<[text: string, bytes: number | undefined]>([
  ['4194304', 4_194_304],
  ['100B', 100],
  ['4MB', 4_000_000],
  ['42 MB', 42_000_000],
  ['4MiB', 4 * 1024 * 1024],
  ['1.5k', 1500],
  ['.5 Ki', 512],
  ['2g', 2e9],
  ['', undefined],
  ['-1', undefined],
  ['4XB', undefined],
  ['many', undefined],
])('%j is %p bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});
