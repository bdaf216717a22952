// Sends the heads of requests on one connection.
import type { RepeatedFields } from '../hpack/encoder.ts';
import { flags, frameTypes, smallestMaxFrame } from './codes.ts';
import type { Output } from './output.ts';
import { defaultSettings } from './peer-settings.ts';

interface Heads {
  // More: a block of fields of this request alone.
  send(id: number, fields: RepeatedFields, more: Buffer | undefined, ends: boolean): void;
  // The server lowered its HEADER_TABLE_SIZE: the table is emptied and not used any more.
  lowerTable(): void;
}

const usualTable = defaultSettings().smallestTable;
const emptyTable = Buffer.from([0x20]);
const nothing = Buffer.alloc(0);

export function createHeads(out: Output): Heads {
  let resident: RepeatedFields | undefined; // what fills the server's dynamic table
  let table: 'used' | 'to be emptied' | 'empty' = 'used';
  return {
    send(id, fields, more = nothing, ends) {
      const block = blockOf(fields);
      const length = block.length + more.length;
      const endStream = ends ? flags.endStream : 0;
      if (length > smallestMaxFrame) {
        sendCut(id, Buffer.concat([block, more]), endStream);
        return;
      }
      const at = out.frame(frameTypes.headers, flags.endHeaders | endStream, id, length);
      block.copy(out.buffer, at);
      if (more.length > 0) more.copy(out.buffer, at + block.length);
    },
    lowerTable() {
      if (table === 'used') table = 'to be emptied';
    },
  };

  function blockOf(fields: RepeatedFields): Buffer {
    if (table === 'to be emptied') {
      table = 'empty';
      return Buffer.concat([emptyTable, fields.plain]);
    }
    if (table === 'empty') return fields.plain;
    if (resident === fields) return fields.again;
    if (resident !== undefined || fields.tableBytes > usualTable) return fields.plain;
    resident = fields;
    return fields.first;
  }

  function sendCut(id: number, block: Buffer, endStream: number): void {
    for (let start = 0; start < block.length; start += smallestMaxFrame) {
      const part = block.subarray(start, start + smallestMaxFrame);
      const isLast = start + smallestMaxFrame >= block.length;
      const bits = (start === 0 ? endStream : 0) | (isLast ? flags.endHeaders : 0);
      const at = out.frame(start === 0 ? frameTypes.headers : frameTypes.continuation, bits, id, part.length);
      part.copy(out.buffer, at);
    }
  }
}
