// Fields to header blocks that hold for every connection: the static table and literals only, never the dynamic table, so
// that a block is encoded once and sent many times, and blocks that follow each other make one.
import { huffmanEncode, huffmanLength } from './huffman.ts';
import { staticTable } from './static-table.ts';

export type Field = readonly [name: string, value: string];

const byName = new Map<string, number>();
const byField = new Map<string, number>();
staticTable.forEach(([name, value], i) => {
  if (!byName.has(name)) byName.set(name, i + 1);
  byField.set(`${name}\n${value}`, i + 1);
});

const indexed = 0x80;
const plain = 0x00;
const neverIndexed = 0x10; // not by proxies either: the value is a secret
const secrets = new Set(['authorization', 'cookie', 'proxy-authorization']);

// Names are in lower case; values are sent as UTF-8.
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => encodeField(name, value)));
}

function encodeField(name: string, value: string): Buffer[] {
  const known = byField.get(`${name}\n${value}`);
  if (known !== undefined) return [integer(known, 7, indexed)];
  const kind = secrets.has(name) ? neverIndexed : plain;
  const index = byName.get(name);
  return index === undefined
    ? [integer(0, 4, kind), ...string(name), ...string(value)]
    : [integer(index, 4, kind), ...string(value)];
}

function string(text: string): Buffer[] {
  const bytes = Buffer.from(text, 'utf8');
  const coded = huffmanLength(bytes);
  return coded < bytes.length
    ? [integer(coded, 7, 0x80), huffmanEncode(bytes)]
    : [integer(bytes.length, 7, 0x00), bytes];
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
