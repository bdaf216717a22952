// Frames on their way out: all that is written while one read is handled leaves with one write.
import { frameHeadBytes } from './codes.ts';

// Where the bytes go.
export interface Transport {
  // True: the bytes have left and the buffer may be used again. False: it is kept until drained.
  send(bytes: Buffer): boolean;
  // Bytes that were sent and did not leave yet.
  pending(): number;
  // Nothing more is sent.
  end(): void;
}

export interface Output {
  // Room for a frame with its head written; gives where its payload starts in `buffer`.
  frame(type: number, flags: number, id: number, length: number): number;
  // Room for bytes that are frames already; gives where they start.
  claim(length: number): number;
  readonly buffer: Buffer; // another one after each claim
  flush(): void;
}

const usual = 1024;
const most = 64 * 1024;
export const longestPayload = most - frameHeadBytes;

export function createOutput(transport: Transport): Output {
  let length = 0;
  let lent: Buffer | undefined; // the transport still needs it
  let spare: Buffer | undefined;
  let view: Buffer | undefined; // what was sent last: the next is often as long
  const self = { buffer: Buffer.allocUnsafeSlow(usual) as Buffer, frame, claim, flush };
  return self;

  function frame(type: number, flags: number, id: number, payload: number): number {
    const at = claim(frameHeadBytes + payload);
    const { buffer } = self;
    buffer[at] = payload >>> 16;
    buffer[at + 1] = payload >>> 8;
    buffer[at + 2] = payload;
    buffer[at + 3] = type;
    buffer[at + 4] = flags;
    writeUint32(buffer, at + 5, id);
    return at + frameHeadBytes;
  }

  function claim(bytes: number): number {
    if (length + bytes > self.buffer.length) makeRoom(bytes);
    const at = length;
    length += bytes;
    return at;
  }

  function makeRoom(bytes: number): void {
    if (length + bytes > most) flush();
    if (length + bytes <= self.buffer.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(length + bytes, Math.min(most, 2 * self.buffer.length)));
    self.buffer.copy(bigger, 0, 0, length);
    self.buffer = bigger;
  }

  function flush(): void {
    if (length === 0) return;
    if (lent !== undefined && transport.pending() === 0) {
      spare = lent;
      lent = undefined;
    }
    const { buffer } = self;
    if (view?.length !== length || view.buffer !== buffer.buffer) view = buffer.subarray(0, length);
    const isFree = transport.send(view);
    length = 0;
    if (isFree) return;
    lent = buffer;
    self.buffer = spare ?? Buffer.allocUnsafeSlow(usual);
    spare = undefined;
  }
}

export function writeUint32(buffer: Buffer, at: number, value: number): void {
  buffer[at] = value >>> 24;
  buffer[at + 1] = value >>> 16;
  buffer[at + 2] = value >>> 8;
  buffer[at + 3] = value;
}

export function readUint32(buffer: Buffer, at: number): number {
  return (
    (((buffer[at] as number) << 24) |
      ((buffer[at + 1] as number) << 16) |
      ((buffer[at + 2] as number) << 8) |
      (buffer[at + 3] as number)) >>>
    0
  );
}
