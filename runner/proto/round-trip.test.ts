// Random messages as JSON, encoded here, decoded and written as JSON again by another hand: the protojson of protobufjs.
import fc from 'fast-check';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import protojson from 'protobufjs/ext/protojson.js';
import type { Descriptors } from './descriptors.ts';
import { createEncoder } from './encode-data.ts';
import { describeShop, orThrow } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

const integer = (bits: number, signed: boolean) =>
  signed ? fc.bigInt(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n) : fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
const small = (signed: boolean) => integer(32, signed).map(Number);
const large = (signed: boolean) => integer(64, signed).map(String);
const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const string = fc.string({ unit: 'grapheme' });
const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('base64'));
const color = fc.constantFrom('COLOR_UNSPECIFIED', 'RED', 'BLUE', 'ALIAS_NOT', 99);
const degrees = small(true).filter((number) => number !== 0);
const point = fc.record({ latitude: degrees, longitude: degrees }, { requiredKeys: [] });
const scalars = {
  d: double,
  f: float,
  i32: small(true),
  i64: large(true),
  u32: small(false),
  u64: large(false),
  s32: small(true),
  s64: large(true),
  fx32: small(false),
  fx64: large(false),
  sf32: small(true),
  sf64: large(true),
  b: fc.boolean(),
  s: string,
  rawBytes: bytes,
  color,
};
const lists = Object.fromEntries(
  Object.entries({ ...scalars, point }).map(([name, one]) => [name, fc.array<unknown>(one, { maxLength: 5 })]),
);
const json = fc.jsonValue({ maxDepth: 4 });
const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
const map = (key: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>) => fc.dictionary(key, value, { maxKeys: 4 });
const choice = fc.oneof(
  fc.constant({}),
  fc.record({ text: string }),
  fc.record({ number: large(true) }),
  fc.record({ point }),
  fc.record({ flag: fc.boolean() }),
);

const messages: Record<string, fc.Arbitrary<object>> = {
  Scalars: fc.record(scalars, { requiredKeys: [] }),
  Lists: fc.record(lists, { requiredKeys: [] }),
  Maps: fc.record(
    {
      ss: map(string, string),
      ip: map(small(true).map(String), point),
      bc: map(fc.constantFrom('true', 'false'), color),
      ld: map(large(true), double),
      ub: map(large(false), bytes),
      values: map(string, json),
      sl: map(small(true).map(String), large(true)),
      fb: map(large(false), fc.boolean()),
    },
    { requiredKeys: [] },
  ),
  Choice: fc
    .tuple(choice, fc.record({ maybe: small(true), maybeText: string, maybePoint: point }, { requiredKeys: [] }))
    .map(([one, more]) => ({ ...one, ...more })),
  Known: fc.record(
    {
      time: seconds.map((s) => `${new Date(s * 1000).toISOString().slice(0, 19)}Z`),
      duration: fc.integer({ min: -315_576_000_000, max: 315_576_000_000 }).map((s) => `${s}s`),
      struct: fc.dictionary(string, json),
      value: json,
      list: fc.array(json),
      dv: double,
      fv: float,
      i64v: large(true),
      u64v: large(false),
      i32v: small(true),
      u32v: small(false),
      bv: fc.boolean(),
      sv: string,
      byv: bytes,
    },
    { requiredKeys: [] },
  ),
};

// What proto3 does not send, and so does not come back.
function isDefault(type: string, key: string, value: unknown): boolean {
  if (type === 'Choice' || (type === 'Known' && key !== 'null')) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return type === 'Maps' && Object.keys(value).length === 0;
  return value === '' || value === false || value === '0' || value === 0 || value === 'COLOR_UNSPECIFIED';
}

// -0 is 0 in texts; maps are compared without their order.
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, item) => (Object.is(item, -0) ? 0 : item)));
}

test.each(Object.entries(messages))('%s comes back as it was', (type, arbitrary) => {
  const encoder = createEncoder(shop, `shop.v1.${type}`);
  const reflected = protobuf.Root.fromDescriptor(shop.bytes()).lookupType(`.shop.v1.${type}`);
  fc.assert(
    fc.property(arbitrary, (message) => {
      const [encoded = new Uint8Array(0)] = orThrow(encoder.text(JSON.stringify(message), 'data'));
      const expected = Object.entries(message).filter(([key, value]) => !isDefault(type, key, value));
      expect(plain(protojson.toJson(reflected, reflected.decode(encoded)))).toEqual(
        plain(Object.fromEntries(expected)),
      );
    }),
  );
});
