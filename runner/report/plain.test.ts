import { bytewise, plain, width } from './plain.ts';

describe('text for a terminal', () => {
  test.each([
    ['http/latency-mean', 'http/latency-mean'],
    ['größe/日本', 'größe/日本'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\u009b2J\u007f', '\\u009b2J\\u007f'],
    ['\u202egpj\u2066', '\\u202egpj\\u2066'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u2028', '\\u2028'],
    ['\ud800', '\\ud800'],
    ['\u{e0001}', '\\u{e0001}'],
  ])('%j becomes %s', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  test('keeps the head and the tail of what is too long', () => {
    const short = plain(`http/${'x'.repeat(10_000)}-mean`);
    expect(short).toMatch(/^http\/x+…x+-mean$/);
    expect([...short]).toHaveLength(200);
    expect([...plain('😀'.repeat(300))]).toHaveLength(200);
    expect(plain('😀'.repeat(200))).toBe('😀'.repeat(200));
  });

  test('counts visible characters', () => {
    expect(width('e\u0301a😀')).toBe(3);
  });

  test('orders by bytes, also beyond the basic plane', () => {
    expect(['😀', '\uffee', 'b', 'B', 'ab', 'a'].sort(bytewise)).toEqual(['B', 'a', 'ab', 'b', '\uffee', '😀']);
  });
});
