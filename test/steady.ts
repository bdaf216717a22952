// What a stall of this machine spoils says nothing of the product: this process's own clock tells the one from the other.

const tickMs = 5;

// The longest time that this process stood still, for as long as it is watched.
function watchStalls(): () => number {
  let [last, longest] = [performance.now(), 0];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - tickMs);
    last = now;
  };
  const timer = setInterval(look, tickMs);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

// Tries a claim about time again for as long as this process stood still, while it was tried, for longer than the claim
// allows; what does not hold on a machine that keeps up does not hold.
export async function steadily<T>(mostStallMs: number, attempt: () => Promise<T>, tries = 8): Promise<T> {
  for (let left = tries; ; left--) {
    const stalled = watchStalls();
    try {
      return await attempt();
    } catch (error) {
      if (stalled() <= mostStallMs || left <= 1) throw error;
    } finally {
      stalled();
    }
  }
}

// A claim about our own lateness is tried again on a noisy machine, a few times and no more. A try during which this
// process, too, stood still is none, for as long as a test has time for others.
export async function eventually(tries: number, attempt: () => Promise<void>): Promise<void> {
  const spareUntil = performance.now() + 12_000;
  for (let left = tries; ; ) {
    const stalledMs = watchStalls();
    try {
      return await attempt();
    } catch (error) {
      if (stalledMs() < 10 || performance.now() > spareUntil) left--;
      if (left <= 0) throw error;
    } finally {
      stalledMs();
    }
  }
}
