import type { AskedLoad } from './document.ts';

const leastMs = 2;
const shareOfLatency = 0.1; // of the median
const shareOfGap = 0.5; // of the time between two requests: less than that leaves the load as it was asked for

// How late the p99 of the generator's lag may be before its latencies prove nothing.
export function mostLag({ qps }: Pick<AskedLoad, 'qps'>, medianLatencyMs: number): number {
  return Math.max(leastMs, shareOfLatency * medianLatencyMs, qps > 0 ? (shareOfGap * 1000) / qps : 0);
}
