// How long things take at most, and how long to wait between attempts; msec.
export interface Timing {
  deadlineMs: number; // of a call with all its attempts, where the caller says nothing
  connectMs: number; // until a connection is there
  backoffMs: number; // before the second attempt, about; doubled each time
  maxBackoffMs: number;
  watchSeconds: number; // a watch is asked for so long, and then taken up again
  rereadMs: number; // before files with credentials are read again
  stallMs: number; // over that time, without a byte: the connection is dead
}

export const defaultTiming: Timing = {
  deadlineMs: 30_000,
  connectMs: 10_000,
  backoffMs: 200,
  maxBackoffMs: 5000,
  watchSeconds: 60,
  rereadMs: 10_000,
  stallMs: 10_000,
};

// Between half and all of it, so that many clients do not come back at once.
export function backoff({ backoffMs, maxBackoffMs }: Timing, failures: number): number {
  return Math.min(maxBackoffMs, backoffMs * 2 ** failures) * (0.5 + Math.random() / 2);
}
