// What RFC 9110 lets stand where, as tables of bytes.
export const CR = 13;
export const LF = 10;
export const SP = 32;
export const HTAB = 9;
export const COLON = 58;
export const SEMICOLON = 59;

// In header values and reason phrases: visible bytes, space, tab, and everything above ASCII.
export const isText = table((byte) => byte === HTAB || (byte >= SP && byte !== 127));

// In header names.
export const isToken = table((byte) => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte)));

// The value of a hexadecimal digit, 255 for other bytes.
export const hexValue = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return digit < 0 ? 255 : digit;
});

// Whether the bytes are this word, letters in any case; the word is in lower case.
export function isWord(bytes: Buffer, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[start + i] as number;
    if ((byte >= 65 && byte <= 90 ? byte | 32 : byte) !== word[i]) return false;
  }
  return true;
}

// Digits only; NaN for anything else.
export function wholeNumber(bytes: Buffer, start: number, end: number): number {
  if (start >= end) return Number.NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function table(allowed: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(allowed(byte)));
}

let viewed: Buffer = Buffer.alloc(0);
let view = new DataView(viewed.buffer, viewed.byteOffset, viewed.length);

// Where text ends: the first byte that may not stand in a value. Four bytes at a time.
export function endOfText(bytes: Buffer, start: number, end: number): number {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  const words = view;
  let at = start;
  for (const last = end - 4; at <= last; at += 4) {
    const word = words.getInt32(at, true);
    const inverted = word ^ 0x7f7f7f7f;
    if ((((word - 0x20202020) & ~word) | ((inverted - 0x01010101) & ~inverted)) & 0x80808080) {
      break;
    }
  }
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte < SP ? byte !== HTAB : byte === 127) break;
    at++;
  }
  return at;
}
