// Fields to header blocks. A request that is sent many times is encoded once: its blocks hold for every connection, because
// at most one request's fields go into the dynamic table of a connection, and nothing after them.
import { huffmanEncode, huffmanLength } from './huffman.ts';
import { staticTable } from './static-table.ts';

export type Field = readonly [name: string, value: string];

export interface RepeatedFields {
  readonly plain: Buffer; // leaves the dynamic table alone
  readonly first: Buffer; // fills an empty dynamic table
  readonly again: Buffer; // refers to what `first` put there
  readonly tableBytes: number; // that it takes there
}

const byName = new Map<string, number>();
const byField = new Map<string, number>();
staticTable.forEach(([name, value], i) => {
  if (!byName.has(name)) byName.set(name, i + 1);
  byField.set(`${name}\n${value}`, i + 1);
});

const indexed = 0x80;
const plain = 0x00;
const toBeIndexed = 0x40;
const neverIndexed = 0x10; // not by proxies either: the value is a secret
const secrets = new Set(['authorization', 'cookie', 'proxy-authorization']);
const entryOverhead = 32;

// Names are in lower case; values are sent as UTF-8.
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map((field) => encodeField(field, plain)));
}

// Tables of peers make requests cheaper for them, as those of most clients are.
export function encodeRepeated(fields: readonly Field[]): RepeatedFields {
  const entries = fields.filter((field) => !isStatic(field) && !secrets.has(field[0]));
  const places = new Map(entries.map((field, i) => [field, staticTable.length + entries.length - i]));
  const again = fields.map((field) => {
    const place = places.get(field);
    return place === undefined ? encodeField(field, plain) : integer(place, 7, indexed);
  });
  const sizes = entries.map(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value) + entryOverhead);
  return {
    plain: encodeFields(fields),
    first: Buffer.concat(fields.map((field) => encodeField(field, toBeIndexed))),
    again: Buffer.concat(again),
    tableBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

function isStatic([name, value]: Field): boolean {
  return byField.has(`${name}\n${value}`);
}

function encodeField([name, value]: Field, usual: typeof plain | typeof toBeIndexed): Buffer {
  const known = byField.get(`${name}\n${value}`);
  if (known !== undefined) return integer(known, 7, indexed);
  const kind = secrets.has(name) ? neverIndexed : usual;
  const prefix = kind === toBeIndexed ? 6 : 4;
  const index = byName.get(name);
  return index === undefined
    ? Buffer.concat([integer(0, prefix, kind), string(name), string(value)])
    : Buffer.concat([integer(index, prefix, kind), string(value)]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const coded = huffmanLength(bytes);
  return coded < bytes.length
    ? Buffer.concat([integer(coded, 7, 0x80), huffmanEncode(bytes)])
    : Buffer.concat([integer(bytes.length, 7, 0x00), bytes]);
}

function integer(number: number, prefix: number, flags: number): Buffer {
  const most = (1 << prefix) - 1;
  if (number < most) return Buffer.from([flags | number]);
  const bytes = [flags | most];
  let left = number - most;
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}
