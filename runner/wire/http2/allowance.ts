// How many frames of no use a server may send: some at once, some a second, and more along with requests and answers.
interface Allowance {
  spend(frames: number): boolean; // false: there were too many
  earn(bytes?: number): void; // of a body, which go along
}

const forUseful = 4; // that a frame with headers or data, either way, allows for
const bytesForOne = 512; // of a body: windows are raised as it goes

export function createAllowance(most: number, now: () => number): Allowance {
  let left = most;
  let filled = now();
  return {
    spend(frames) {
      left -= frames;
      if (left >= 0) return true;
      const at = now();
      left = Math.min(most, Math.floor(((at - filled) / 1000) * most));
      filled = at;
      left -= frames;
      return left >= 0;
    },
    earn(bytes = 0) {
      if (left < most) left += forUseful + Math.floor(bytes / bytesForOne);
    },
  };
}
