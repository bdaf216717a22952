import { flowing, sideBySide, stacked, wrapped } from './layout.ts';
import type { Line } from './line.ts';

const text = (lines: readonly Line[]) =>
  lines.map((line) => line.map((part) => (typeof part === 'string' ? part : part.text)).join(''));
const lines = (n: number, name: string): Line[] => Array.from({ length: n }, (_, i) => [`${name} ${i + 1}`]);

test('facts flow to the next line where one is full', () => {
  expect(text(flowing([['one'], ['two'], ['three']], { columns: 80 }, 2))).toEqual(['  one · two · three']);
  expect(text(flowing([['one'], ['two'], ['three']], { columns: 14 }, 2))).toEqual(['  one · two', '  three']);
});

test('a sentence breaks between words', () => {
  expect(text(wrapped('waiting for the next loop', { columns: 13 }, 2))).toEqual([
    '  waiting',
    '  for the',
    '  next loop',
  ]);
});

test('two things stand in columns, or below each other where there is no room', () => {
  expect(text(sideBySide(['ab'], ['value'], 6, { columns: 20 }))).toEqual(['ab    value']);
  expect(text(sideBySide(['ab'], ['value'], 6, { columns: 10 }))).toEqual(['ab  value']);
  expect(text(sideBySide(['ab'], ['value'], 6, { columns: 9 }))).toEqual(['ab', '    value']);
});

describe('sections', () => {
  const sections = [
    { lines: lines(2, 'head'), least: 2 },
    { title: 'Steps', lines: lines(6, 'step'), least: 2, focus: 4 },
    { lines: [], least: 3 },
    { lines: lines(3, 'slo'), least: 1 },
  ];

  test('stand apart where there is room; an empty one takes none', () => {
    const shown = text(stacked(sections, 20));
    expect(shown).toHaveLength(2 + 1 + 7 + 1 + 3);
    expect(shown.filter((line) => line === '')).toHaveLength(2);
  });

  test('move together before anything is left out', () => {
    expect(text(stacked(sections, 12))).toHaveLength(12);
  });

  test('give up lines, the longest first, around what matters, and say how many', () => {
    expect(text(stacked(sections, 9))).toEqual([
      'head 1',
      'head 2',
      'Steps',
      'step 4',
      'step 5',
      'step 6',
      'slo 1',
      'slo 2',
      '… 4 more lines',
    ]);
  });

  test.each([2, 3, 5, 8])('never take more than %i rows', (rows) => {
    expect(stacked(sections, rows).length).toBeLessThanOrEqual(rows);
  });
});
