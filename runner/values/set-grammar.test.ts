import fc from 'fast-check';
import { Iter8Error } from '../model/errors.ts';
import { parseSet } from './set-grammar.ts';
import { typedValue } from './typed-value.ts';
import { newMap, type Values } from './value-tree.ts';

function parse(...args: string[]): Values {
  const values = newMap();
  for (const argument of args) parseSet(argument, values, '--set number 1', typedValue);
  return values;
}

function failureOf(...args: string[]): string {
  try {
    parse(...args);
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'VALUES') return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

test.each<[rule: string, argument: string, values: unknown]>([
  ['whole numbers are numbers', 'a=5,b=-5,c=+5', { a: 5, b: -5, c: 5 }],
  ['fractions and exponents are texts', 'a=0.5,b=1e6', { a: '0.5', b: '1e6' }],
  ['a leading nought makes a text', 'a=007,b=0', { a: '007', b: 0 }],
  ['a number beyond 64 bits is a text', 'a=9223372036854775808', { a: '9223372036854775808' }],
  ['a number beyond 53 bits keeps its digits', 'a=9007199254740993', { a: 9007199254740993n }],
  ['true, false and null are so in any case', 'a=True,b=FALSE,c=Null', { a: true, b: false, c: null }],
  ['yes and off are texts', 'a=yes,b=off', { a: 'yes', b: 'off' }],
  ['a dot nests', 'a.b.c=1', { a: { b: { c: 1 } } }],
  ['an escaped dot belongs to the name', 'a\\.b=1', { 'a.b': 1 }],
  ['an escaped comma belongs to the value', 'a=x\\,y,b=1', { a: 'x,y', b: 1 }],
  ['an equals sign in a value is part of it', 'a=b=c', { a: 'b=c' }],
  ['braces make a list', 'a={1,x,true}', { a: [1, 'x', true] }],
  ['empty braces are a list of one empty text', 'a={}', { a: [''] }],
  ['an escaped brace makes a text', 'a=\\{x\\}', { a: '{x}' }],
  ['an index sets one item', 'a[1]=x', { a: [null, 'x'] }],
  ['items can be maps', 'a[0].b=1,a[0].c=2', { a: [{ b: 1, c: 2 }] }],
  ['items can be lists', 'a[0][1]=1', { a: [[null, 1]] }],
  ['an escaped bracket belongs to the name', 'a\\[0\\]=1', { 'a[0]': 1 }],
  ['the last one wins', 'a=1,a=2', { a: 2 }],
  ['null stays as the null that deletes', 'a=1,a=null', { a: null }],
  ['nothing after the equals sign is an empty text', 'a=', { a: '' }],
  ['an argument that ends after an index sets an empty list', 'a[0]', { a: [] }],
  ['an empty argument sets nothing', '', {}],
])('%s: %s', (_, argument, values) => {
  expect(parse(argument)).toEqual(values);
});

test.each<[what: string, args: string[]]>([
  ['"a" has no value', ['a']],
  ['"a" has no value before the comma', ['a,b=1']],
  ['a key has no value', ['x=secret,a']],
  ['no closing ]', ['a[1']],
  ['a whole number from 0', ['a[x]=1']],
  ['negative', ['a[-1]=1']],
  ['greater than 65536', ['a[65537]=1']],
  ['after an index', ['a[0]b=1']],
  ['no closing }', ['a={1,2']],
  ['"a" has a value already, so nothing can be set below it', ['a=1', 'a.b=2']],
  ['"a" is null already', ['a=null', 'a.b=2']],
  ['"a" is a map already, so it has no items', ['a.b=1', 'a[0]=2']],
  ['a dot and no name', ['a.=1']],
  ['more than 30 levels', [`${'a.'.repeat(31)}b=1`]],
  ['more than 130 parts', [`a${'[0]'.repeat(1000)}=1`]],
  ['more than 130 parts', [`${'a[0].'.repeat(1000)}b=1`]],
])('an error says what is wrong: %s (%j)', (what, args) => {
  expect(failureOf(...args)).toContain(what);
});

test('an error names the argument and the place in it', () => {
  expect(failureOf('http.errorRanges[x].lower=1')).toBe(
    '--set number 1 (http.errorRanges[x].lower=…), character 18: an index is a whole number from 0; a [ inside a name is written \\[',
  );
});

test('30 levels and index 65536 are allowed', () => {
  expect(() => parse(`${'a.'.repeat(30)}b=1`)).not.toThrow();
  expect(parse('a[65536]=1').a).toHaveLength(65_537);
});

test('names that JavaScript knows are names like any other', () => {
  const values = parse('__proto__.polluted=1,constructor.prototype.polluted=2,a.__proto__.polluted=3');
  expect(Object.keys(values)).toEqual(['__proto__', 'constructor', 'a']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect((Object.prototype as Record<string, unknown>).polluted).toBeUndefined();
});

const garbage = fc.array(fc.constantFrom(...'ab.[]{}=,\\01-"\n🙂'), { maxLength: 40 }).map((all) => all.join(''));

test('whatever the text, there are values or an error of ours', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(garbage, fc.string({ unit: 'binary' })), { maxLength: 3 }), (args) => {
      try {
        parse(...args);
      } catch (error) {
        expect(error).toBeInstanceOf(Iter8Error);
      }
    }),
    { numRuns: 2000 },
  );
});

test('an error never shows a value', () => {
  const canary = 'c4n4ry';
  fc.assert(
    fc.property(garbage, garbage, (before, after) => {
      try {
        parse(`key=${before}${canary}${after}`);
      } catch (error) {
        expect(String(error)).not.toContain(canary);
      }
    }),
    { numRuns: 2000 },
  );
});
