// Puts a header block together that comes in several frames.
import type { Http2Limits } from '../limits.ts';

interface BlockBuffer {
  readonly bytes: Buffer;
  readonly length: number;
  begin(chunk: Buffer, start: number, end: number): void;
  // Gives which limit it exceeds.
  add(chunk: Buffer, start: number, end: number): string | undefined;
  release(): void;
}

const nothing = Buffer.alloc(0);

export function createBlockBuffer(limits: Http2Limits): BlockBuffer {
  let frames = 0;
  const self = {
    bytes: nothing,
    length: 0,
    begin(chunk: Buffer, start: number, end: number) {
      frames = 0;
      self.length = 0;
      append(chunk, start, end);
    },
    add(chunk: Buffer, start: number, end: number) {
      if (++frames > limits.continuations) return `a header block has more than ${limits.continuations} CONTINUATIONs`;
      if (self.length + end - start > limits.headerBlockBytes) return 'a header block is too long';
      append(chunk, start, end);
      return undefined;
    },
    release() {
      self.bytes = nothing;
      self.length = 0;
    },
  };
  return self;

  function append(chunk: Buffer, start: number, end: number): void {
    const length = self.length + end - start;
    if (length > self.bytes.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.max(length, 2 * self.bytes.length));
      self.bytes.copy(bigger, 0, 0, self.length);
      self.bytes = bigger;
    }
    chunk.copy(self.bytes, self.length, start, end);
    self.length = length;
  }
}
