// A server for rehearsals: it answers every request in the same way, and knows no more of HTTP/2 than that takes.
import type { Socket } from 'node:net';
import { flags, frameHeadBytes, frameTypes } from '../wire/http2/codes.ts';
import { readUint32, writeUint32 } from '../wire/http2/output.ts';

const prefaceBytes = 24;
const none = Buffer.alloc(0);
const settings = frame(frameTypes.settings, 0, none);
const settingsTaken = frame(frameTypes.settings, flags.ack, none);

// The frames of an answer are those of any stream.
export function answerHttp2(socket: Socket, answer: readonly Buffer[]): void {
  let unread: Buffer = none;
  let skip = prefaceBytes;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write(settings);
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    if (unread.length < skip) return;
    let at = skip;
    skip = 0;
    const replies: Buffer[] = [];
    for (let end = endOf(unread, at); end <= unread.length; end = endOf(unread, at)) {
      replies.push(...reply(unread, at, answer));
      at = end;
    }
    unread = unread.subarray(at);
    if (replies.length > 0) socket.write(Buffer.concat(replies));
  });
}

// Of the frame that starts there; more than there is, where its head has not come yet.
function endOf(bytes: Buffer, at: number): number {
  return at + frameHeadBytes + (bytes.length - at < frameHeadBytes ? 0 : bytes.readUIntBE(at, 3));
}

function reply(bytes: Buffer, at: number, answer: readonly Buffer[]): Buffer[] {
  const [type, bits] = [bytes[at + 3], bytes[at + 4] ?? 0];
  if (type === frameTypes.settings) return (bits & flags.ack) === 0 ? [settingsTaken] : [];
  const isRequest = type === frameTypes.headers || type === frameTypes.data;
  if (!isRequest || (bits & flags.endStream) === 0) return [];
  const id = readUint32(bytes, at + 5);
  return answer.map((part) => {
    const numbered = Buffer.from(part);
    writeUint32(numbered, 5, id);
    return numbered;
  });
}

export function frame(type: number, bits: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = bits;
  return Buffer.concat([head, payload]);
}
