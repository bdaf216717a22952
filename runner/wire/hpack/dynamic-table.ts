// The dynamic table of RFC 7541, section 2.3.2: first in, first out, its values in one ring of bytes.
import type { FieldName } from './names.ts';

interface DynamicTable {
  readonly count: number;
  readonly size: number; // as the RFC counts: the bytes of names and values, and 32 for each entry
  readonly bytes: Buffer; // holds the values
  // The newest entry is 0; only below count.
  name(index: number): FieldName;
  valueStart(index: number): number;
  valueEnd(index: number): number;
  add(name: FieldName, bytes: Buffer, start: number, end: number): void;
  resize(size: number): void; // at most what it was made with
}

const overhead = 32;

export function createDynamicTable(most: number): DynamicTable {
  const slots = Math.floor(most / overhead) + 1;
  const names: (FieldName | undefined)[] = new Array(slots).fill(undefined);
  const starts = new Int32Array(slots);
  const ends = new Int32Array(slots);
  // Twice the most that it can hold: wherever the ring turns, one piece is long enough for the next value.
  const bytes = Buffer.allocUnsafeSlow(2 * most);
  let limit = most;
  let newest = slots - 1;
  let write = 0; // where the next value goes
  const self = { bytes, count: 0, size: 0, name, valueStart, valueEnd, add, resize };
  return self;

  function slotOf(index: number): number {
    const slot = newest - index;
    return slot < 0 ? slot + slots : slot;
  }

  function name(index: number): FieldName {
    return names[slotOf(index)] as FieldName;
  }

  function valueStart(index: number): number {
    return starts[slotOf(index)] as number;
  }

  function valueEnd(index: number): number {
    return ends[slotOf(index)] as number;
  }

  function add(entryName: FieldName, from: Buffer, start: number, end: number): void {
    const length = end - start;
    const needed = entryName.bytes.length + length + overhead;
    evict(limit - needed);
    if (needed > limit) return;
    if (write + length > bytes.length) write = 0;
    from.copy(bytes, write, start, end);
    newest = newest + 1 === slots ? 0 : newest + 1;
    names[newest] = entryName;
    starts[newest] = write;
    ends[newest] = write + length;
    write += length;
    self.count++;
    self.size += needed;
  }

  function resize(size: number): void {
    limit = size;
    evict(limit);
  }

  function evict(room: number): void {
    while (self.size > room && self.count > 0) {
      const oldest = slotOf(self.count - 1);
      const { length } = (names[oldest] as FieldName).bytes;
      self.size -= length + (ends[oldest] as number) - (starts[oldest] as number) + overhead;
      self.count--;
      names[oldest] = undefined;
    }
  }
}
