// Whether the load was applied as asked. Where the generator itself was too slow, latencies prove nothing; a target that
// is too slow is no reason for doubt, the latencies contain it.
import { formatDuration } from '../../model/duration.ts';
import { isUntimed } from '../../model/failure.ts';
import { quantile } from '../../model/histogram.ts';
import { mostLag } from '../../model/lag.ts';
import { achievedRate, type LoadMeasurement } from '../../model/measurement.ts';
import type { Measurement } from '../../model/task.ts';
import { readingOf } from './reading.ts';

interface Doubt {
  kind: 'lag' | 'stall';
  message: string;
}

const stallShare = 0.01; // of the run
const rateShare = 0.99; // of the rate asked
const leastRunMs = 1000; // shorter runs say nothing about a rate

export function doubtsOf(measurement: Measurement): Doubt[] {
  const { latency, bounds } = measurement.load;
  if (latency.count + bounds.count === 0) return [];
  return [lagDoubt(measurement), stallDoubt(measurement), rateDoubt(measurement)].filter(
    (doubt) => doubt !== undefined,
  );
}

function lagDoubt({ load: { lag, latency }, asked }: Measurement): Doubt | undefined {
  const p99 = quantile(lag, 0.99);
  const limit = mostLag(asked, quantile(latency, 0.5) ?? 0);
  if (p99 === undefined || p99 <= limit) return undefined;
  return {
    kind: 'lag',
    message: `the load generator was late: lag p99 is ${formatDuration(p99)}, more than ${formatDuration(limit)}`,
  };
}

function stallDoubt({ load, asked }: Measurement): Doubt | undefined {
  const { stalls } = load;
  const run = Math.max(windowOf(load), asked.durationMs ?? 0);
  if (stalls.count === 0 || stalls.totalMs <= stallShare * run) return undefined;
  const times =
    stalls.count === 1 ? 'once' : `${stalls.count} times, ${formatDuration(stalls.longestMs)} at the longest`;
  return {
    kind: 'stall',
    message: `the load generator stood still for ${formatDuration(stalls.totalMs)} (${times}), more than ${100 * stallShare} % of the run`,
  };
}

// What the last request came late is either the generator's doing or a wait for a free connection, and no such wait is
// longer than the longest latency. What that does not explain, the generator did.
function rateDoubt({ load, asked, partial, reading }: Measurement): Doubt | undefined {
  const achieved = achievedRate(load);
  if (partial || readingOf({ reading }).arrival !== 'constant' || asked.qps <= 0 || achieved === undefined)
    return undefined;
  if (load.dropped > 0 || hasUntimedFailures(load) || achieved >= rateShare * asked.qps) return undefined;
  const took = windowOf(load);
  const late = took - ((load.sent - 1) * 1000) / asked.qps;
  const longestWait = Math.max(0, load.latency.max, load.bounds.max);
  if (took < leastRunMs || late - longestWait <= (1 - rateShare) * took) return undefined;
  return {
    kind: 'lag',
    message: `the load generator sent ${rounded(achieved)} requests a second, not the ${rounded(asked.qps)} asked for`,
  };
}

function hasUntimedFailures({ failures }: LoadMeasurement): boolean {
  return Object.keys(failures).some(isUntimed);
}

function windowOf({ firstSend, lastSend }: LoadMeasurement): number {
  return firstSend === null || lastSend === null ? 0 : lastSend - firstSend;
}

function rounded(n: number): number {
  return Number(n.toPrecision(4));
}
