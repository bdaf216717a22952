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
  return {
    heard() {
      heardAt = performance.now();
    },
    stop: () => clearTimeout(clock),
  };

  function check(): void {
    const left = heardAt + afterMs - performance.now();
    if (left > 0) {
      clock = setTimeout(check, left);
      return;
    }
    const asked = heardAt;
    clock = setTimeout(() => (heardAt === asked ? expired() : check()), timeoutMs);
    ping();
  }
}
