// Value files of all kinds (scalars, flow, anchors, merges, broken ones), and lists that mix them with --set's family.
import fc from 'fast-check';
import { argument, fileArgument, mostly } from './set-arguments.ts';

export interface ArgumentList {
  files: string[]; // the texts of value files
  set: string[];
  setString: string[];
  setFile: string[];
}

const integers = '5 -5 +5 0 -0 010 08 0o17 0x1F -0x1F 0b101 1_000 1__0 123456789012 08.5 0777777777777777777777777';
const large = '18446744073709551615 18446744073709551616 99999999999999999999 0xFFFFFFFFFFFFFFFFFF 9223372036854775807';
const floats = '1e3 1.5 .5 5. +.5e1 .1_0 1e999 0.1 1E5 -0.0 1e 0x 1.2.3 1e21 1e-7 123456789.125';
const words =
  'yes No y N on OFF true True tRue null ~ Null 2001-01-01 12:30:45 "5" \'yes\' text "\\u00e9\\n" = -- ...x ""';
const spaced = [
  ...['2001-12-14t21:59:43.10-05:00', 'a b', '!!str 5', '!!int "7"', '!!float 7', '!!float 7.5', '!!bool yes', ''],
  ...['!!binary aGVsbG8=', '!local tag', '!!str', '|\n    a\n    b', '>-\n    a\n    b', '"a\n    b"', 'a # b', 'a#b'],
];
const scalars = [...[integers, large, floats, words].flatMap((pool) => pool.split(' ')), ...spaced];
const plainKeys = 'a b c http x/y-p99 __proto__ constructor 9 1.5 0.1 1234567.0 1e3 yes off true 010 1_0 "~" ключ';
const oddKeys = "'a.b' 1234567890123456789 2001-01-01 .5 100000.0 1e-5 123456.789 !!str\t5";
const keys = [plainKeys, oddKeys].flatMap((pool) => pool.split(' '));

const scalar = mostly(fc.constantFrom(...scalars), fc.constantFrom('.inf', '.NaN', '@x', '!!int x', '!!bool 5'), 60);
const key = mostly(fc.constantFrom(...keys), fc.constantFrom('~', 'null', '18446744073709551615', '.inf'), 60);
const flow = fc.constantFrom(
  ...['[1, 2, [3]]', '{a: 1, b: {c: yes}}', '[]', '{}', '{a: , b}', '[{a: 010}, null, ~]', '{"a":"b"}', '{a: 1, a: 2}'],
);
const entry = fc.tuple(key, mostly(scalar, flow, 3)).map(([name, value]) => `${name}: ${value}`);
const nested = fc
  .tuple(key, fc.array(entry, { minLength: 1, maxLength: 3 }))
  .map(([name, entries]) => `${name}:\n${entries.map((line) => `  ${line}`).join('\n')}`);
const items = fc
  .tuple(key, fc.array(scalar, { minLength: 1, maxLength: 3 }))
  .map(([name, values]) => `${name}:\n${values.map((value) => `  - ${value}`).join('\n')}`);
const anchors = fc.constantFrom(
  'base: &base {a: 1, b: 2}\nuse:\n  b: 3\n  <<: *base\n  c: 4',
  'base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3',
  'p: &p {a: 1}\nq: &q {a: 2, c: 3}\nr:\n  <<: [*p, *q]\n  d: 5',
  'l: &l [1, 2]\nm: *l\nn: *l',
  'k: &k key\n*k : value',
);
const broken = fc.constantFrom(
  'x: &x\n  y: *x',
  'u: *nowhere',
  'm:\n  <<: 5',
  'a: 1\n b: 2',
  'a: b: c',
  'a: "x',
  '- a',
);
const part = mostly(fc.oneof(entry, entry, entry, nested, nested, items, anchors), broken, 60);
const block = fc.array(part, { maxLength: 4 }).map((parts) => `${parts.join('\n')}\n`);
const whole = fc.constantFrom(
  ...['', '---\n', '# only this\n', 'null\n', '~\n', '{}\n', 'a: 1\n---\na: 2\n', '\ufeffa: 1\n', 'a: 1\r\nb: 2\r\n'],
  ...['{"a": {"b": [1, 2.5, "x", null]}}\n', 'a: 1\na: 2\n', '%YAML 1.1\n---\na: yes\n'],
);
const refused = fc.constantFrom('[1, 2]\n', 'text\n', '5\n', 'a: [1\n', '\ta: 1\n', 'a: \u0001\n');
const file = mostly(mostly(block, whole, 6), refused, 40);

function sometimes<T>(arbitrary: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> {
  return mostly(fc.constant<T[]>([]), fc.array(arbitrary, { minLength: 1, maxLength: most }), 1);
}

export const argumentList: fc.Arbitrary<ArgumentList> = fc.record({
  files: sometimes(file, 2),
  set: mostly(fc.array(argument, { maxLength: 2 }), fc.array(argument, { minLength: 3, maxLength: 6 })),
  setString: sometimes(argument, 1),
  setFile: mostly(fc.constant<string[]>([]), fc.array(fileArgument, { minLength: 1, maxLength: 2 }), 2),
});
