import { spansOf, thinLine, thinRows } from './thin.ts';

describe('long series', () => {
  test('keep the extremes and the ends of what falls on one place', () => {
    const places = [3, 9, 1, 5, 4].map((y) => ({ x: 10, y }));
    expect(thinLine(places).map(({ y }) => y)).toEqual([3, 9, 1, 4]);
  });

  test('lose nothing where there is room', () => {
    const places = Array.from({ length: 300 }, (_, i) => ({ x: i, y: i % 7 }));
    expect(thinLine(places)).toEqual(places);
  });

  test('tables keep the newest, and the older ones evenly apart', () => {
    const loops = Array.from({ length: 1000 }, (_, i) => i + 1);
    const shown = thinRows(loops);
    expect(shown).toHaveLength(120);
    expect(shown.slice(-40)).toEqual(loops.slice(-40));
    expect(shown.slice(0, 3)).toEqual([1, 13, 25]);
    expect(thinRows([1, 2])).toEqual([1, 2]);
  });
});

test('of many values a part of the width keeps the range and the median', () => {
  const places = Array.from({ length: 1000 }, (_, i) => ({ x: i, y: i % 10 === 0 ? 90 : i % 10 }));
  const spans = spansOf(places, 10);
  expect(spans).toHaveLength(10);
  for (const { low, middle, high } of spans) expect([low, middle, high]).toEqual([1, 6, 90]);
  expect(spansOf([{ x: 4, y: 7 }], 10)).toEqual([{ x: 4, low: 7, middle: 7, high: 7 }]);
});
