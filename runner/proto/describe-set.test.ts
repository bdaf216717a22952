import fc from 'fast-check';
import descriptor from 'protobufjs/ext/descriptor.js';
import { describeSet } from './describe-set.ts';
import type { Descriptors } from './descriptors.ts';
import { createEncoder } from './encode-data.ts';
import { findCall } from './find-call.ts';
import { describeShop, describeText, hex, orThrow } from './shop.fixture.ts';

let shop: Descriptors;
let crossed: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
  crossed = orThrow(describeSet(shop.bytes(), 'x'));
});

const text = (content: string) => new TextEncoder().encode(content);

function problemOf(bytes: Uint8Array): string {
  return (
    describeSet(bytes, 'api.protoset')
      .problems?.map(({ message }) => message)
      .join('\n') ?? ''
  );
}

function encoded(descriptors: Descriptors, type: string, json: string): string {
  return hex(orThrow(createEncoder(descriptors, type).text(json, 'data'))).join();
}

// A file `a.proto` of package p, byte by byte: message Lists { repeated int32 n = 1; repeated int32 m = 2 [packed = true]; }
// in proto2, where nothing is packed unless it says so.
const lists = [
  ['0a', '2f'], // file, 47 bytes
  ['0a', '07', '61', '2e', '70', '72', '6f', '74', '6f'], // name: a.proto
  ['12', '01', '70'], // package: p
  ['22', '21'], // message_type, 33 bytes
  ['0a', '05', '4c', '69', '73', '74', '73'], // name: Lists
  ['12', '09', '0a', '01', '6e', '18', '01', '20', '03', '28', '05'], // field n, 1, repeated, int32
  ['12', '0d', '0a', '01', '6d', '18', '02', '20', '03', '28', '05', '42', '02', '10', '01'], // m, 2, packed
];

test('bytes written by hand are read as they are meant', () => {
  const set = Buffer.from(lists.flat().join(''), 'hex');
  const descriptors = orThrow(describeSet(set, 'x'));
  expect(encoded(descriptors, 'p.Lists', '{"n": [1, 2], "m": [1, 2]}')).toBe('0801080212020102');
});

test('what was read from bytes is given as the same bytes', () => {
  const bytes = shop.bytes();
  expect(orThrow(describeSet(bytes, 'x')).bytes()).toBe(bytes);
});

// [type, JSON, bytes]: what differs between syntaxes, and what writers of descriptors have lost before.
test.each([
  ['shop.v1.Maps', '{"ip": {"5": {"latitude": 1}}}', '1206080512020801'],
  ['shop.v1.Maps', '{"snakeCaseMap": {"a": 1}}', '4a050a01611001'],
  ['shop.v1.Choice', '{"maybe": 0, "maybeText": ""}', '30003a00'],
  ['shop.v1.Choice', '{"number": 0}', '1000'],
  ['shop.v1.Choice', '{"@custom": 5}', '4805'],
  ['shop.v1.Scalars', '{"i32": 0, "color": 0}', ''],
  ['shop.v1.Lists', '{"i32": [1, 2], "unpacked": [1, 2]}', '1a020102900101900102'],
  ['shop.old.Legacy', '{"id": "", "count": 0, "plain": [1, 2], "packed": [1, 2]}', '0a00100018011802' + '22020102'],
  ['shop.old.Legacy', '{"id": "a", "details": {"text": "x", "item": [{"n": 1}]}}', '0a0161' + '330a01781308011434'],
  ['shop.old.Legacy', '{"id": "a", "[shop.old.extra]": "e"}', '0a0161a2060165'],
  ['shop.old.Legacy', '{"id": "a", "kind": "SECOND", "b": 0}', '0a016128024000'],
  ['shop.ed.Modern', '{"implicit": 0, "explicit": 0, "id": ""}', '10001a00'],
  ['shop.ed.Modern', '{"id": "", "packed": [1], "expanded": [1]}', '1a002201012801'],
  [
    'shop.ed.Modern',
    '{"id": "", "part": {"n": 1}, "normal": {"n": 1}, "parts": [{}]}',
    '1a00' + '33100134' + '3a021001' + '5354',
  ],
])('%s %s is the same before and after crossing a thread', (type, json, expected) => {
  expect([encoded(shop, type, json), encoded(crossed, type, json)]).toEqual([expected, expected]);
});

test('methods cross, with what they stream', () => {
  for (const method of ['Unary', 'Client', 'Server', 'Both']) {
    const call = `shop.v1.Shop.${method}`;
    expect(findCall(crossed, call)).toEqual(findCall(shop, call));
  }
});

test('every file names the files that it uses, and has a package of its own', () => {
  const { file } = descriptor.FileDescriptorSet.decode(shop.bytes()) as object as {
    file: { name: string; package: string; dependency: string[] }[];
  };
  const ours = file.find((one) => one.package === 'shop.v1');
  expect(ours?.dependency.toSorted()).toEqual(['google.protobuf.proto', 'shop.ed.proto', 'shop.old.proto']);
});

test('a file without a package crosses', async () => {
  const described = orThrow(await describeText('syntax = "proto3"; message A { int32 a = 1; }'));
  expect(encoded(orThrow(describeSet(described.bytes(), 'x')), 'A', '{"a": 1}')).toBe('0801');
});

test('the files of protobuf itself may be left out', () => {
  const set = descriptor.FileDescriptorSet.fromObject({
    file: [
      {
        name: 'a.proto',
        package: 'p',
        syntax: 'proto3',
        dependency: ['google/protobuf/timestamp.proto'],
        messageType: [
          { name: 'A', field: [{ name: 't', number: 1, label: 1, type: 11, typeName: '.google.protobuf.Timestamp' }] },
        ],
      },
    ],
  });
  const descriptors = orThrow(describeSet(descriptor.FileDescriptorSet.encode(set).finish(), 'x'));
  expect(encoded(descriptors, 'p.A', '{"t": "1970-01-01T00:00:01Z"}')).toBe('0a020801');
});

test('a set that lacks types names them, and how to write one that has them', () => {
  const field = (name: string, number: number) => ({ name, number, label: 1, type: 11, typeName: `.q.${name}` });
  const method = { name: 'M', inputType: '.p.A', outputType: '.q.Out' };
  const set = descriptor.FileDescriptorSet.fromObject({
    file: [
      {
        name: 'a.proto',
        package: 'p',
        messageType: [{ name: 'A', field: [field('B', 1), field('C', 2)] }],
        service: [{ name: 'S', method: [method] }],
      },
    ],
  });
  expect(problemOf(descriptor.FileDescriptorSet.encode(set).finish())).toBe(
    'api.protoset lacks types that it uses: q.B, q.C, q.Out; write it with --include_imports',
  );
});

test.each([
  ['nothing', text(''), 'api.protoset is no protoset: it is empty'],
  ['a .proto', text('syntax = "proto3";'), 'it looks like a .proto text, which goes into proto'],
  ['a page', text('<html>'), 'it is HTML or XML'],
  ['JSON', text('{"file": []}'), 'write one with protoc --include_imports --descriptor_set_out'],
  ['noise', new Uint8Array([1, 2, 3, 255]), 'api.protoset is no protoset'],
])('%s is no protoset', (_, bytes, message) => {
  expect(problemOf(bytes)).toMatch(message);
});

test('a set that was cut off is refused', () => {
  const bytes = shop.bytes();
  expect(problemOf(bytes.subarray(0, bytes.length - 100))).toMatch('api.protoset is no protoset');
});

test('no bytes whatever throw', () => {
  const bytes = shop.bytes();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (changes) => {
        const broken = new Uint8Array(bytes);
        for (const [at, value] of changes) broken[at] = value;
        describeSet(broken, 'x');
      },
    ),
    { numRuns: 200 },
  );
});
