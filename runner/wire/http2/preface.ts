// What a client says first.
import type { Http2Limits } from '../limits.ts';
import { defaultWindow, frameHeadBytes, frameTypes, settingIds } from './codes.ts';

export function preface(limits: Http2Limits): Buffer {
  const settings = [
    [settingIds.headerTableSize, limits.headerTableBytes],
    [settingIds.enablePush, 0],
    [settingIds.initialWindowSize, limits.streamWindowBytes],
    [settingIds.maxHeaderListSize, limits.headerBytes],
  ] as const;
  const payload = Buffer.alloc(6 * settings.length);
  settings.forEach(([id, value], i) => {
    payload.writeUInt16BE(id, 6 * i);
    payload.writeUInt32BE(value, 6 * i + 2);
  });
  const window = Buffer.alloc(4);
  window.writeUInt32BE(limits.connectionWindowBytes - defaultWindow);
  const magic = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  return Buffer.concat([magic, frame(frameTypes.settings, payload), frame(frameTypes.windowUpdate, window)]);
}

function frame(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  return Buffer.concat([head, payload]);
}
