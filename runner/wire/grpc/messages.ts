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

interface MessageReader {
  readonly count: number; // whole messages
  isWhole(): boolean; // no message is cut off
  begin(): void; // of another answer
  encoded: boolean; // the answer has a grpc-encoding
  // False: the answer is of no use, see problem.
  push(bytes: Buffer, start: number, end: number): boolean;
  readonly problem: MessageProblem | undefined;
}

export function createMessageReader(mostBytes: number): MessageReader {
  let have = 0; // bytes of a prefix that came in parts
  let left = 0; // of a message
  let flag = 0;
  let length = 0;
  const self = {
    count: 0,
    encoded: false,
    problem: undefined as MessageProblem | undefined,
    isWhole: () => have === 0 && left === 0,
    begin() {
      self.count = 0;
      self.encoded = false;
      have = 0;
      left = 0;
      self.problem = undefined;
    },
    push,
  };
  return self;

  function push(bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    while (at < end) {
      if (left > 0) {
        const part = Math.min(left, end - at);
        left -= part;
        at += part;
        if (left === 0) self.count++;
      } else if (have === 0 && end - at >= prefixBytes) {
        if (!take(bytes[at] as number, readUint32(bytes, at + 1))) return false;
        at += prefixBytes;
      } else if (!takeByte(bytes[at++] as number)) return false;
    }
    return true;
  }

  function takeByte(byte: number): boolean {
    if (have === 0) {
      flag = byte;
      length = 0;
    } else length = length * 256 + byte;
    if (++have < prefixBytes) return true;
    have = 0;
    return take(flag, length);
  }

  function take(compressed: number, bytes: number): boolean {
    if (compressed > 1) return bad('protocol', `the flags of a message are ${compressed}, not 0 or 1`);
    if (compressed === 1 && !self.encoded)
      return bad('protocol', 'a message is compressed, and no grpc-encoding says how');
    if (bytes > mostBytes) return bad('too-large', `a message has ${bytes} bytes, more than the ${mostBytes} allowed`);
    left = bytes;
    if (bytes === 0) self.count++;
    return true;
  }

  function bad(kind: MessageProblem['kind'], message: string): false {
    self.problem = { kind, message };
    return false;
  }
}
