// Percentiles of requests of which some are known only as lower bounds, and some not at all.
import { counted } from './counted.ts';
import { countBelow, type Histogram, mergeHistograms, quantile, rankOf } from './histogram.ts';

export interface Population {
  exact: Histogram;
  bounds: Histogram; // given up or never sent: it took at least as long
  all: Histogram; // both, sorted together
  without: number; // requests that failed before there was anything to time
  whyWithout: string; // in words
}

export interface Value {
  value: number;
  atLeast?: string;
}

export function population(exact: Histogram, bounds: Histogram, requests: number, whyWithout: string): Population {
  const all = bounds.count === 0 ? exact : mergeHistograms([exact, bounds]);
  return { exact, bounds, all, without: Math.max(0, requests - all.count), whyWithout };
}

// The value at rank ceil(q·n). It is exact while no lower bound lies at or below it; it is a lower bound itself where
// one does, and where the rank among all requests falls on one without a latency.
export function percentile(of: Population, percent: number): Value | undefined {
  const value = quantile(of.all, percent / 100);
  if (value === undefined) return undefined;
  return valued(value, [boundedBelow(of, percent), reachesWithout(of, percent)]);
}

export function lowest(of: Population): Value | undefined {
  if (of.all.count === 0) return undefined;
  return valued(of.all.min, [of.bounds.min <= of.exact.min ? boundsReason(of) : undefined]);
}

export function highest(of: Population): Value | undefined {
  if (of.all.count === 0) return undefined;
  return valued(of.all.max, [of.bounds.count > 0 ? boundsReason(of) : undefined, reachesWithout(of, 100)]);
}

export function average(of: Population): Value | undefined {
  if (of.all.count === 0) return undefined;
  return valued(of.all.mean, [of.bounds.count > 0 ? boundsReason(of) : undefined]);
}

export function boundsReason({ bounds }: Population): string {
  return bounds.count === 1
    ? '1 request was given up or never sent; its latency is known only as a lower bound'
    : `${counted(bounds.count)} requests were given up or never sent; their latency is known only as a lower bound`;
}

// Why the rank of this percentile falls on a request without a latency, or undefined where it does not.
export function reachesWithout(of: Population, percent: number): string | undefined {
  const requests = of.all.count + of.without;
  if (of.without === 0 || rankOf(percent / 100, requests) <= of.all.count) return undefined;
  return `${counted(of.without)} of ${counted(requests)} requests have no latency (${of.whyWithout}), and this reaches into them`;
}

function boundedBelow(of: Population, percent: number): string | undefined {
  if (of.bounds.count === 0 || rankOf(percent / 100, of.all.count) <= countBelow(of.all, of.bounds.min))
    return undefined;
  return boundsReason(of);
}

function valued(value: number, reasons: (string | undefined)[]): Value {
  const given = reasons.filter((reason) => reason !== undefined);
  return given.length === 0 ? { value } : { value, atLeast: given.join('; ') };
}
