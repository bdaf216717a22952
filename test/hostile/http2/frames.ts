// Frames of HTTP/2 as exact bytes, good and bad; and frames out of bytes, in words.

import { encodeFields, type Field } from '../../../runner/wire/hpack/encoder.ts';
import { errorCode, errorName, settingIds } from '../../../runner/wire/http2/codes.ts';

export function frame(type: number, flags: number, id: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
}

interface Shape {
  end?: boolean; // END_STREAM
  pad?: number;
}

export function data(id: number, bytes: string | Buffer, { end = false, pad }: Shape = {}): Buffer {
  const content = Buffer.from(bytes as string, 'latin1');
  return frame(0, (end ? 1 : 0) | (pad === undefined ? 0 : 8), id, padded(content, pad));
}

export function headers(id: number, fields: Field[], { end = false, pad }: Shape = {}): Buffer {
  return frame(1, 4 | (end ? 1 : 0) | (pad === undefined ? 0 : 8), id, padded(encodeFields(fields), pad));
}

// The same block in several frames.
export function cutHeaders(id: number, fields: Field[], parts: number, { end = false }: Shape = {}): Buffer {
  const block = encodeFields(fields);
  const size = Math.ceil(block.length / parts);
  const frames = Array.from({ length: parts }, (_, i) => {
    const flags = (i === 0 && end ? 1 : 0) | (i === parts - 1 ? 4 : 0);
    return frame(i === 0 ? 1 : 9, flags, id, block.subarray(i * size, (i + 1) * size));
  });
  return Buffer.concat(frames);
}

export function reset(id: number, error: Parameters<typeof errorCode>[0]): Buffer {
  return frame(3, 0, id, uint32(errorCode(error)));
}

export function settings(values: Partial<Record<keyof typeof settingIds, number>> = {}): Buffer {
  const entries = Object.entries(values).map(([name, value]) => {
    const entry = Buffer.alloc(6);
    entry.writeUInt16BE(settingIds[name as keyof typeof settingIds]);
    entry.writeUInt32BE(value, 2);
    return entry;
  });
  return frame(4, 0, 0, Buffer.concat(entries));
}

export const settingsAck = frame(4, 1, 0);

export function ping(text: string): Buffer {
  return frame(6, 0, 0, Buffer.from(text.padEnd(8)));
}

export function goAway(lastId: number, error: Parameters<typeof errorCode>[0], reason = ''): Buffer {
  return frame(7, 0, 0, Buffer.concat([uint32(lastId), uint32(errorCode(error)), Buffer.from(reason)]));
}

export function windowUpdate(id: number, by: number): Buffer {
  return frame(8, 0, id, uint32(by));
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function padded(content: Buffer, pad: number | undefined): Buffer {
  return pad === undefined ? content : Buffer.concat([Buffer.from([pad]), content, Buffer.alloc(pad)]);
}

export interface Frame {
  type: number;
  flags: number;
  id: number;
  payload: Buffer;
}

export function framesIn(bytes: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= 9) {
    const length = bytes.readUIntBE(at, 3);
    if (bytes.length - at < 9 + length) break;
    const [type = 0, flags = 0] = bytes.subarray(at + 3, at + 5);
    frames.push({ type, flags, id: bytes.readUInt32BE(at + 5), payload: bytes.subarray(at + 9, at + 9 + length) });
    at += 9 + length;
  }
  return { frames, rest: bytes.subarray(at) };
}

const names = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
];

// `RST_STREAM 1 CANCEL`, `PING ACK`, `WINDOW_UPDATE 0 +65535`, `DATA 1 5 END`
export function wordsOf({ type, flags, id, payload }: Frame): string {
  const name = names[type] ?? 'CONTINUATION';
  if (type === 3) return `${name} ${id} ${errorName(payload.readUInt32BE(0))}`;
  if (type === 4 || type === 6) return `${name}${(flags & 1) === 1 ? ' ACK' : ''}`;
  if (type === 7) return `${name} ${errorName(payload.readUInt32BE(4))}`;
  if (type === 8) return `${name} ${id} +${payload.readUInt32BE(0)}`;
  return `${name} ${id}${type === 0 ? ` ${payload.length}` : ''}${type <= 1 && (flags & 1) === 1 ? ' END' : ''}`;
}
