// Asks a server that has been silent for a while whether it is still there; any byte of it says so.
import { deadline } from '../deadline.ts';

export interface KeepAliveSettings {
  afterMs: number; // of silence, with streams open or without
  timeoutMs: number; // for a sign of life after that
}

export interface KeepAlive {
  heard(): void;
  stop(): void;
}

export function createKeepAlive(
  { afterMs, timeoutMs }: KeepAliveSettings,
  { ping, expired }: { ping(): void; expired(): void },
): KeepAlive {
  let heardAt = performance.now();
  let callOff = deadline(afterMs, check);
  return {
    heard() {
      heardAt = performance.now();
    },
    stop: () => callOff(),
  };

  function check(): void {
    const left = heardAt + afterMs - performance.now();
    if (left > 0) {
      callOff = deadline(left, check);
      return;
    }
    const asked = heardAt;
    callOff = deadline(timeoutMs, () => (heardAt === asked ? expired() : check()));
    ping();
  }
}
