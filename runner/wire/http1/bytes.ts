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

function table(allowed: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(allowed(byte)));
}
