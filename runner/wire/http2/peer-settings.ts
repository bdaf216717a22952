// What the server asks for with SETTINGS.
import { defaultWindow, type ErrorName, largestWindow, settingIds, smallestMaxFrame } from './codes.ts';
import { readUint32 } from './output.ts';

export interface PeerSettings {
  maxStreams: number;
  initialWindow: number;
  maxFrame: number;
  smallestTable: number; // the smallest dynamic table that was ever asked for
}

export function defaultSettings(): PeerSettings {
  return {
    maxStreams: Number.POSITIVE_INFINITY,
    initialWindow: defaultWindow,
    maxFrame: smallestMaxFrame,
    smallestTable: 4096,
  };
}

const largestFrame = 2 ** 24 - 1;

// Gives what is wrong with them.
export function readSettings(
  settings: PeerSettings,
  bytes: Buffer,
  start: number,
  end: number,
): { error: ErrorName; message: string } | undefined {
  for (let at = start; at < end; at += 6) {
    const id = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    const value = readUint32(bytes, at + 2);
    if (id === settingIds.maxConcurrentStreams) settings.maxStreams = value;
    else if (id === settingIds.headerTableSize) settings.smallestTable = Math.min(settings.smallestTable, value);
    else if (id === settingIds.initialWindowSize) {
      if (value > largestWindow) return { error: 'FLOW_CONTROL_ERROR', message: 'INITIAL_WINDOW_SIZE is too large' };
      settings.initialWindow = value;
    } else if (id === settingIds.maxFrameSize) {
      if (value < smallestMaxFrame || value > largestFrame) return wrong(`MAX_FRAME_SIZE cannot be ${value}`);
      settings.maxFrame = value;
    } else if (id === settingIds.enablePush && value !== 0) return wrong('a server cannot enable push');
  }
  return undefined;
}

function wrong(message: string) {
  return { error: 'PROTOCOL_ERROR', message } as const;
}
