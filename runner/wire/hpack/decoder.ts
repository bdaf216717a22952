// Header blocks to fields, as RFC 7541 says; strict, and bounded whatever a peer sends.
import { createDynamicTable } from './dynamic-table.ts';
import { huffmanDecode, huffmanRoom } from './huffman.ts';
import { createFieldNames, type FieldName } from './names.ts';
import { staticTable } from './static-table.ts';

interface FieldSink {
  // The bytes of the value are valid during the call only.
  field(name: FieldName, bytes: Buffer, start: number, end: number): void;
}

export interface FieldLimits {
  readonly headerBytes: number; // names, values and 32 for each field, as SETTINGS_MAX_HEADER_LIST_SIZE counts
  readonly headers: number;
}

interface FieldDecoder {
  // A whole block. False: it is not valid and the connection cannot go on; `problem` says why.
  decode(block: Buffer, start: number, end: number): boolean;
  readonly problem: string;
  readonly exceeded: boolean; // the last block held more than the limits allow; what came after that was left out
}

// Shared by all decoders of a thread: a value is used up before the next one is read.
const names = createFieldNames();
let scratch: Buffer = Buffer.allocUnsafeSlow(1024);
const fixed = staticTable.map(([name, value]) => {
  const bytes = Buffer.from(name);
  return { name: names.of(bytes, 0, bytes.length), value: Buffer.from(value) };
});
const usualScratch = 16 * 1024;

// tableSize is the HEADER_TABLE_SIZE that the peer was told.
export function createFieldDecoder(sink: FieldSink, tableSize: number, limits: FieldLimits): FieldDecoder {
  const table = createDynamicTable(tableSize);
  // Where the reading is; set by the functions that read.
  let block: Buffer = scratch;
  let at = 0;
  let stop = 0;
  let value: Buffer = scratch;
  let valueStart = 0;
  let valueEnd = 0;
  let listBytes = 0;
  let fields = 0;
  const self = { decode, problem: '', exceeded: false };
  return self;

  function decode(bytes: Buffer, start: number, end: number): boolean {
    block = bytes;
    at = start;
    stop = end;
    listBytes = 0;
    fields = 0;
    self.exceeded = false;
    let updates = 0;
    while (at < stop) {
      const first = block[at] as number;
      if (first >= 0x80) {
        if (!readIndexed()) return false;
      } else if (first >= 0x40) {
        if (!readLiteral(6, true)) return false;
      } else if (first >= 0x20) {
        if (fields > 0 || ++updates > 2) return bad('a size update of the dynamic table where none may stand');
        const size = readInteger(5);
        if (size < 0) return false;
        if (size > tableSize) return bad(`a dynamic table of ${size} bytes where ${tableSize} are allowed`);
        table.resize(size);
      } else if (!readLiteral(4, false)) return false;
    }
    if (scratch.length > usualScratch) scratch = Buffer.allocUnsafeSlow(1024);
    return true;
  }

  function readIndexed(): boolean {
    const index = readInteger(7);
    if (index < 0) return false;
    const entry = fixed[index - 1];
    if (entry !== undefined) {
      emit(entry.name, entry.value, 0, entry.value.length);
      return true;
    }
    const dynamic = index - 1 - fixed.length;
    if (dynamic < 0 || dynamic >= table.count) return bad(`index ${index} of a table that has no such entry`);
    emit(table.name(dynamic), table.bytes, table.valueStart(dynamic), table.valueEnd(dynamic));
    return true;
  }

  function readLiteral(prefix: number, isIndexed: boolean): boolean {
    const index = readInteger(prefix);
    if (index < 0) return false;
    const name = index === 0 ? readName() : nameAt(index);
    if (name === undefined || !readString()) return false;
    if (isIndexed) table.add(name, value, valueStart, valueEnd);
    emit(name, value, valueStart, valueEnd);
    return true;
  }

  function readName(): FieldName | undefined {
    return readString() ? names.of(value, valueStart, valueEnd) : undefined;
  }

  function nameAt(index: number): FieldName | undefined {
    const entry = fixed[index - 1];
    if (entry !== undefined) return entry.name;
    const dynamic = index - 1 - fixed.length;
    if (dynamic < table.count) return table.name(dynamic);
    bad(`index ${index} of a table that has no such entry`);
    return undefined;
  }

  function readString(): boolean {
    if (at >= stop) return bad('it ends in the middle of a field');
    const isCoded = (block[at] as number) >= 0x80;
    const length = readInteger(7);
    if (length < 0) return false;
    if (length > stop - at) return bad('it ends in the middle of a field');
    const start = at;
    at += length;
    if (!isCoded) {
      value = block;
      valueStart = start;
      valueEnd = at;
      return true;
    }
    const room = huffmanRoom(length);
    if (room > scratch.length) scratch = Buffer.allocUnsafeSlow(room);
    value = scratch;
    valueStart = 0;
    valueEnd = huffmanDecode(block, start, at, scratch);
    return valueEnd >= 0 || bad('it holds a string that is not valid Huffman code');
  }

  // -1: not valid.
  function readInteger(prefix: number): number {
    const most = (1 << prefix) - 1;
    let number = (block[at++] as number) & most;
    if (number < most) return number;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (at >= stop) {
        bad('it ends in the middle of a number');
        return -1;
      }
      const byte = block[at++] as number;
      number += (byte & 0x7f) << shift;
      if (byte < 0x80) return number;
    }
    bad('it holds a number of more than five bytes');
    return -1;
  }

  function emit(name: FieldName, bytes: Buffer, start: number, end: number): void {
    fields++;
    listBytes += name.bytes.length + end - start + 32;
    if (listBytes > limits.headerBytes || fields > limits.headers) self.exceeded = true;
    if (!self.exceeded) sink.field(name, bytes, start, end);
  }

  function bad(problem: string): false {
    self.problem = `the header block is not valid HPACK: ${problem}`;
    return false;
  }
}
