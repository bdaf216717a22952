// Messages with their length before them: written once and sent many times; of those that come only the lengths are read.
import { readUint32, writeUint32 } from '../http2/output.ts';

const prefixBytes = 5;

export function frameMessage(bytes: Uint8Array, isCompressed = false): Buffer {
  const framed = Buffer.allocUnsafe(prefixBytes + bytes.length);
  framed[0] = isCompressed ? 1 : 0;
  writeUint32(framed, 1, bytes.length);
  framed.set(bytes, prefixBytes);
  return framed;
}

type MessageProblem = { kind: 'protocol' | 'too-large'; message: string };

// A class, so that all readers share their code: of closures V8 compiles and optimises each one's own.
export class MessageReader {
  count = 0; // whole messages
  encoded = false; // the answer has a grpc-encoding
  problem: MessageProblem | undefined; // why the answer is of no use
  readonly #most: number;
  #have = 0; // bytes of a prefix that came in parts
  #left = 0; // of a message
  #flag = 0;
  #length = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  // Of another answer.
  begin(): void {
    this.count = 0;
    this.encoded = false;
    this.problem = undefined;
    this.#have = 0;
    this.#left = 0;
  }

  // No message is cut off.
  isWhole(): boolean {
    return this.#have === 0 && this.#left === 0;
  }

  // False: the answer is of no use, see problem.
  push(bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    while (at < end) {
      if (this.#left > 0) {
        const part = Math.min(this.#left, end - at);
        this.#left -= part;
        at += part;
        if (this.#left === 0) this.count++;
      } else if (this.#have === 0 && end - at >= prefixBytes) {
        if (!this.#take(bytes[at] as number, readUint32(bytes, at + 1))) return false;
        at += prefixBytes;
      } else if (!this.#takeByte(bytes[at++] as number)) return false;
    }
    return true;
  }

  #takeByte(byte: number): boolean {
    if (this.#have === 0) {
      this.#flag = byte;
      this.#length = 0;
    } else this.#length = this.#length * 256 + byte;
    if (++this.#have < prefixBytes) return true;
    this.#have = 0;
    return this.#take(this.#flag, this.#length);
  }

  #take(compressed: number, bytes: number): boolean {
    if (compressed > 1) return this.#bad('protocol', `the flags of a message are ${compressed}, not 0 or 1`);
    if (compressed === 1 && !this.encoded)
      return this.#bad('protocol', 'a message is compressed, and no grpc-encoding says how');
    if (bytes > this.#most)
      return this.#bad('too-large', `a message has ${bytes} bytes, more than the ${this.#most} allowed`);
    this.#left = bytes;
    if (bytes === 0) this.count++;
    return true;
  }

  #bad(kind: MessageProblem['kind'], message: string): false {
    this.problem = { kind, message };
    return false;
  }
}
