// Arguments of --set and its relatives: few names, so that they meet; all kinds of values; now and then garbage.
import fc from 'fast-check';

// What --set-file may name, by name; `missing` is never written.
export const contents: Record<string, string> = {
  'empty.txt': '',
  'lines.txt': 'one\ntwo: 2\n',
  'number.txt': '42',
  'odd.txt': '\ufeff{"a": [1, 2]}, tab\t, ключ 🙂 \u0007',
};

const names = 'a b c a b http x/y-p99 __proto__ constructor toString 9 007 ключ a\\.b c\\,d e\\=f g\\[0\\]'.split(' ');
const integers = '5 0 -5 +7 -0 007 -05 9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808';
const likeNumbers = '0.5 1e6 0x1F 0o7 1_000 2001-01-01 .5 .inf -';
const words = 'true False TRUE null NULL fal\u017fe yes off ~ x.y[0] a=b a{b} q"q it\'s #c 🙂 ü << @x %y !z *w &v | >';
const escaped = '\\, a\\,b \\{a\\} \\\\ \\n a\\ ';
const spaced = ['', ' ', ' 5', 'a b', ': ', '- x', 'l1\nl2', 't\tt', 'end \n\n'];
const texts = [...[integers, likeNumbers, words, escaped].flatMap((pool) => pool.split(' ')), ...spaced];

// One of the first, seldom of the second.
export function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 20): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const nameBelow = fc.constantFrom(...names).map((name) => `.${name}`);
const index = mostly(
  fc.nat(3).map((i) => `[${i}]`),
  fc.constantFrom('[-1]', '[x]', '[]', '[+1]', '[01]', '[65536]', '[65537]', '[', '[0]x', '[99999999999999999999]'),
);
const below = mostly(fc.oneof(nameBelow, nameBelow, index), fc.constant('.'), 40);
const path = fc
  .tuple(fc.constantFrom(...names), fc.array(below, { maxLength: 3 }))
  .map(([name, rest]) => name + rest.join(''));
const text = fc.constantFrom(...texts);
const list = fc.array(text, { maxLength: 3 }).map((items) => `{${items.join(',')}}`);

function pairs(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pair = fc.tuple(path, value).map(([key, given]) => `${key}=${given}`);
  return fc.array(pair, { minLength: 1, maxLength: 2 }).map((all) => all.join(','));
}

const garbage = fc
  .array(fc.constantFrom(...'ab.[]{}=,\\ 01-".\n'), { maxLength: 14 })
  .map((characters) => characters.join(''));
const deep = fc.nat(40).map((depth) => `${'a.'.repeat(depth)}b=1`);

export const argument = mostly(pairs(mostly(text, list, 4)), fc.oneof(garbage, garbage, deep), 12);

const filePath = mostly(fc.constantFrom(...Object.keys(contents)), fc.constant('missing'));
const fileList = fc.array(filePath, { minLength: 1, maxLength: 2 }).map((items) => `{${items.join(',')}}`);

export const fileArgument = pairs(mostly(filePath, fileList, 4));
