// Names of fields: what HTTP says of a name is found out once, and a name that comes again is not made again.
import { isToken } from '../http1/bytes.ts';

export interface FieldName {
  readonly text: string;
  readonly bytes: Buffer;
  readonly role: FieldRole;
}

type FieldRole =
  | 'status'
  | 'pseudo' // begins with a colon
  | 'length'
  | 'connection' // of HTTP/1.1 connections, forbidden here
  | 'invalid' // no name at all, or one with capital letters
  | 'other';

const connectionNames = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);
const slots = 1024; // a power of two
const mostKept = 512;
const longestKept = 64;

interface FieldNames {
  // The name that these bytes are.
  of(bytes: Buffer, start: number, end: number): FieldName;
}

export function createFieldNames(): FieldNames {
  const kept: (FieldName | undefined)[] = new Array(slots).fill(undefined);
  let count = 0;
  return {
    of(bytes, start, end) {
      if (end - start > longestKept) return nameOf(bytes, start, end);
      let slot = hash(bytes, start, end);
      for (;;) {
        const found = kept[slot];
        if (found === undefined) break;
        if (isSame(found.bytes, bytes, start, end)) return found;
        slot = (slot + 1) & (slots - 1);
      }
      const name = nameOf(bytes, start, end);
      if (count < mostKept) {
        kept[slot] = name;
        count++;
      }
      return name;
    },
  };
}

function hash(bytes: Buffer, start: number, end: number): number {
  let value = end - start;
  for (let at = start; at < end; at++) value = (Math.imul(value, 31) + (bytes[at] as number)) | 0;
  return (value ^ (value >>> 15)) & (slots - 1);
}

function isSame(name: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[start + i]) return false;
  return true;
}

function nameOf(bytes: Buffer, start: number, end: number): FieldName {
  const text = bytes.toString('latin1', start, end);
  return { text, bytes: Buffer.from(text, 'latin1'), role: roleOf(text) };
}

function roleOf(text: string): FieldRole {
  if (text === ':status') return 'status';
  if (text.startsWith(':')) return 'pseudo';
  if (text === 'content-length') return 'length';
  if (connectionNames.has(text)) return 'connection';
  const isLower = Buffer.from(text, 'latin1').every((byte) => isToken[byte] === 1 && !(byte >= 65 && byte <= 90));
  return text !== '' && isLower ? 'other' : 'invalid';
}
