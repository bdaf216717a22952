// Asks a server that has been silent for a while whether it is still there; any byte of it says so.
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
  let clock = setTimeout(check, afterMs);
  let turn: NodeJS.Immediate | undefined;
  return {
    heard() {
      heardAt = performance.now();
    },
    stop() {
      clearTimeout(clock);
      clearImmediate(turn);
    },
  };

  function check(): void {
    const left = heardAt + afterMs - performance.now();
    if (left > 0) {
      clock = setTimeout(check, left);
      return;
    }
    const asked = heardAt;
    // Timers come before what the sockets hold: where this thread stood still, the answer is there and was not read yet.
    clock = setTimeout(() => {
      turn = setImmediate(() => (heardAt === asked ? expired() : check()));
    }, timeoutMs);
    ping();
  }
}
