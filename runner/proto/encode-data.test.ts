import type { Descriptors } from './descriptors.ts';
import { createEncoder } from './encode-data.ts';
import { mapped } from './json-mapping.fixture.ts';
import { describeShop, describeText, hex, orThrow } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

const text = (type: string, json: string) => createEncoder(shop, type).text(json, 'data');
const value = (type: string, data: unknown) => createEncoder(shop, type).value(data, 'data');

function problemsOf({ problems = [] }: ReturnType<typeof text>): string[] {
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

test.each(mapped)('%s %s', (type, json, bytes) => {
  expect(hex(text(type, json).value)).toEqual([bytes]);
});

test('a list is a message for each item', () => {
  expect(hex(text('shop.v1.Point', '[{"latitude": 1}, {}, {"latitude": 2}]').value)).toEqual(['0801', '', '0802']);
});

test.each([
  ['', 'nothing'],
  [' \n', 'white space'],
  ['null', 'null'],
  ['{}', 'an empty object'],
])('%j is the empty message', (json) => {
  expect(hex(text('shop.v1.Point', json).value)).toEqual(['']);
});

test('messages do not share memory, so that each can cross a thread alone', () => {
  const messages = text('shop.v1.Point', '[{"latitude": 1}, {"latitude": 2}]').value ?? [];
  expect(messages.map(({ buffer }) => buffer.byteLength)).toEqual([2, 2]);
});

test('values of YAML are taken as they are', () => {
  const data = { d: Number.NaN, i64: 10n ** 18n, u64: 5 };
  expect(hex(value('shop.v1.Scalars', data).value)).toEqual([
    '09000000000000f87f208080 90bbbad6adf00d3005'.replace(' ', ''),
  ]);
});

test('what is not a number is sent as such', () => {
  expect(hex(text('shop.v1.Scalars', '{"d": "NaN", "f": "-Infinity"}').value)).toEqual([
    '09000000000000f87f15000080ff',
  ]);
});

// [type, JSON, problems]
test.each([
  ['Scalars', '{"i32": 2147483648}', 'data.i32: 2147483648 is out of range: -2147483648 to 2147483647'],
  ['Scalars', '{"i32": 1.5}', 'data.i32: must be an integer, is 1.5'],
  ['Scalars', '{"i32": "abc"}', 'data.i32: must be an integer, is "abc"'],
  ['Scalars', '{"i32": ""}', 'data.i32: must be an integer, is ""'],
  ['Scalars', '{"i32": true}', 'data.i32: must be an integer, is true'],
  ['Scalars', '{"u32": -1}', 'data.u32: -1 is out of range: 0 to 4294967295'],
  [
    'Scalars',
    '{"i64": 9223372036854775808}',
    'data.i64: 9223372036854775808 is out of range: -9223372036854775808 to 9223372036854775807',
  ],
  ['Scalars', '{"u64": -1}', 'data.u64: -1 is out of range: 0 to 18446744073709551615'],
  [
    'Scalars',
    '{"u64": 1e18}',
    'data.u64: 1000000000000000000 is too large for an exact number: give it as a string of digits',
  ],
  ['Scalars', '{"s64": {}}', 'data.s64: must be an integer, is an object'],
  ['Scalars', '{"f": 1e39}', 'data.f: 1e+39 is too large; what is infinite is "Infinity", as a string'],
  ['Scalars', '{"d": 1e400}', 'data.d: Infinity is too large; what is infinite is "Infinity", as a string'],
  ['Scalars', '{"d": "0x10"}', 'data.d: must be a number, is "0x10"'],
  ['Scalars', '{"b": "true"}', 'data.b: must be true or false, is "true"'],
  ['Scalars', '{"s": 5}', 'data.s: must be a string, is 5'],
  ['Scalars', '{"s": "\\ud800"}', 'data.s: holds half of a surrogate pair, which is no text'],
  ['Scalars', '{"rawBytes": "!!"}', 'data.rawBytes: "!!" is no base64'],
  ['Scalars', '{"rawBytes": "AAAAA"}', 'data.rawBytes: "AAAAA" is no base64'],
  ['Scalars', '{"rawBytes": [1]}', 'data.rawBytes: must be bytes as a base64 string, is a list'],
  [
    'Scalars',
    '{"color": "RAD"}',
    'data.color: shop.v1.Color has no value RAD, only COLOR_UNSPECIFIED, RED, BLUE, ALIAS_NOT; did you mean RED?',
  ],
  [
    'Scalars',
    '{"color": 1.5}',
    'data.color: must be a value of shop.v1.Color: COLOR_UNSPECIFIED, RED, BLUE, ALIAS_NOT; is 1.5',
  ],
  [
    'Point',
    '{"longitud": 1}',
    'data.longitud: shop.v1.Point has no such field; known are latitude, longitude; did you mean longitude?',
  ],
  ['Point', '5', 'data: must be an object (shop.v1.Point), is 5'],
  ['Point', '[{}, 5]', 'data[1]: must be an object (shop.v1.Point), is 5'],
  ['Point', '[{}, null]', 'data[1]: must be an object (shop.v1.Point), is null'],
  ['Outer', '{"innerList": [{}, {"a": "x"}]}', 'data.innerList[1].a: must be an integer, is "x"'],
  ['Lists', '{"i32": 5}', 'data.i32: must be a list, is 5'],
  ['Lists', '{"point": [null]}', 'data.point[0]: must be an object (shop.v1.Point), is null'],
  ['Maps', '{"ss": {"a-b": 5}}', 'data.ss["a-b"]: must be a string, is 5'],
  ['Maps', '{"ss": []}', 'data.ss: must be an object (a map), is a list'],
  ['Maps', '{"ip": {"a": {}}}', 'data.ip.a: a key must be an integer, is "a"'],
  [
    'Maps',
    '{"ip": {"2147483648": {}}}',
    'data.ip["2147483648"]: "2147483648" is out of range: -2147483648 to 2147483647',
  ],
  ['Maps', '{"ip": {"1": {}, "01": {}}}', 'data.ip["01"]: is the same key as another one'],
  ['Maps', '{"bc": {"1": 0}}', 'data.bc["1"]: a key must be true or false, is "1"'],
  ['Choice', '{"text": "a", "number": 1}', 'data.number: only one of kind can be set, and text is'],
  ['Choice', '{"foo_bar_1": 5, "fooBar1": 6}', 'data.fooBar1: is given twice, by both of its names'],
  ['Known', '{"duration": "1"}', 'data.duration: must be a duration in seconds such as "1.5s", is "1"'],
  [
    'Known',
    '{"duration": "1.0000000001s"}',
    'data.duration: must be a duration in seconds such as "1.5s", is "1.0000000001s"',
  ],
  ['Known', '{"duration": "315576000001s"}', 'data.duration: "315576000001s" is longer than 10,000 years'],
  [
    'Known',
    '{"time": "2023-02-29T00:00:00Z"}',
    'data.time: must be a time such as "2024-01-31T12:00:00Z", is "2023-02-29T00:00:00Z"',
  ],
  [
    'Known',
    '{"time": "2023-02-28T24:00:00Z"}',
    'data.time: must be a time such as "2024-01-31T12:00:00Z", is "2023-02-28T24:00:00Z"',
  ],
  ['Known', '{"time": "2023-01-01"}', 'data.time: must be a time such as "2024-01-31T12:00:00Z", is "2023-01-01"'],
  ['Known', '{"time": "0000-12-31T00:00:00Z"}', 'data.time: "0000-12-31T00:00:00Z" is not in the years 1 to 9999'],
  ['Known', '{"struct": []}', 'data.struct: must be an object, is a list'],
  ['Known', '{"struct": {"a": {"b": "\\ud800"}}}', 'data.struct.a.b: holds half of a surrogate pair, which is no text'],
  ['Known', '{"value": 1e400}', 'data.value: Infinity is no number of JSON'],
  ['Known', '{"list": {}}', 'data.list: must be a list, is an object'],
  ['Known', '{"mask": "foo_bar"}', 'data.mask: must have its paths in lowerCamelCase'],
  ['Known', '{"mask": 5}', 'data.mask: must be a string of field paths, is 5'],
  ['Known', '{"empty": {"a": 1}}', 'data.empty.a: google.protobuf.Empty has no such field; it has no fields'],
  ['Known', '{"bv": {"value": true}}', 'data.bv: must be true or false, is an object'],
  ['Known', '{"null": "x"}', 'data.null: google.protobuf.NullValue has no value x, only NULL_VALUE'],
  ['Known', '{"any": 5}', 'data.any: must be an object with @type, is 5'],
  [
    'Known',
    '{"any": {"latitude": 1}}',
    'data.any["@type"]: must name the message, such as "type.googleapis.com/package.Message"',
  ],
  [
    'Known',
    '{"any": {"@type": "x/shop.v1.No"}}',
    'data.any["@type"]: there is no message shop.v1.No in what is described',
  ],
  [
    'Known',
    '{"any": {"@type": "x/shop.v1.Shop"}}',
    'data.any["@type"]: there is no message shop.v1.Shop in what is described',
  ],
  [
    'Known',
    '{"any": {"@type": "x/shop.v1.Point", "bad": 1}}',
    'data.any.bad: shop.v1.Point has no such field; known are latitude, longitude',
  ],
  [
    'Known',
    '{"any": {"@type": "x/google.protobuf.Duration", "value": "1s", "x": 1}}',
    'data.any.x: google.protobuf.Duration has no fields here, its JSON is the value',
  ],
  ['Mixed', '{"legacy": {"count": 1}}', 'data.legacy.id: is required'],
  ['Mixed', '{"modern": {}}', 'data.modern.id: is required'],
  [
    'constructor',
    '{"__proto__": "a"}',
    'data.__proto__: shop.v1.constructor has no such field; known are toString, hasOwnProperty, __proto__x; did you mean __proto__x?',
  ],
])('%s %s is refused', (type, json, problem) => {
  expect(problemsOf(text(`shop.v1.${type}`, json))).toEqual([problem]);
});

test('all problems are told at once', () => {
  expect(
    problemsOf(text('shop.v1.Outer', '[{"p": {"latitude": "x", "y": 1}}, {"q": 5, "innerList": [1, {"a": 2.5}]}]')),
  ).toEqual([
    'data[0].p.latitude: must be an integer, is "x"',
    'data[0].p.y: shop.v1.Point has no such field; known are latitude, longitude',
    'data[1].q: must be an object (shop.v1.Outer.Inner.Point), is 5',
    'data[1].innerList[0]: must be an object (shop.v1.Outer.Inner), is 1',
    'data[1].innerList[1].a: must be an integer, is 2.5',
  ]);
});

test('of very many problems the first are told', () => {
  const many = JSON.stringify({ i32: Array.from({ length: 1000 }, () => 'x') });
  expect(problemsOf(text('shop.v1.Lists', many))).toHaveLength(20);
});

test('data that had problems leaves none for what is encoded next', () => {
  const encoder = createEncoder(shop, 'shop.v1.Point');
  encoder.text('{"latitude": "x"}', 'data');
  expect(hex(encoder.text('{"latitude": 1}', 'data').value)).toEqual(['0801']);
});

test('what is no JSON is said to be that', () => {
  expect(problemsOf(text('shop.v1.Point', '{"latitude": 1'))).toEqual([
    expect.stringMatching(/^data: is no JSON: .*position 14/),
  ]);
});

test.each([
  ['messages', 'shop.v1.Tree', (inner: string) => `{"left": ${inner}}`],
  [
    'values',
    'shop.v1.Known',
    (inner: string) => `{"value": [${inner}]}`.replace('{"value": [{"value"', '{"value": [{"x"'),
  ],
  ['lists of values', 'google.protobuf.ListValue', (inner: string) => `[${inner}]`],
])('%s that are nested without end are refused', (_, type, wrap) => {
  let json = '{}';
  for (let i = 0; i < 500; i++) json = wrap(json);
  expect(problemsOf(text(type, json))).toEqual([expect.stringMatching('is nested more than 100 deep')]);
});

test("a field's own name goes before the JSON name of another one", async () => {
  const described = orThrow(
    await describeText('syntax = "proto3"; message A { int32 fooBar = 1; int32 foo_bar = 2; }'),
  );
  expect(hex(createEncoder(described, 'A').text('{"fooBar": 5, "foo_bar": 6}', 'data').value)).toEqual(['08051006']);
});
