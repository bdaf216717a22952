// Latencies in a log-linear histogram: whole microseconds up to 2,048 µs, above that 1,024 buckets an octave (an error
// of at most 0.05 %). Recording is O(1), merging is adding, memory grows with the octaves in use only.
const subBits = 11;
const linear = 1 << subBits; // values below are their own bucket
const half = linear >> 1;
const maxMicros = 2 ** 32 - 1; // 71 minutes

export interface Histogram {
  count: number;
  sum: number; // msec
  mean: number; // msec, running
  m2: number; // msec², sum of squared distances from the mean
  min: number; // msec, exact
  max: number; // msec, exact
  buckets: Float64Array;
}

export function emptyHistogram(): Histogram {
  return {
    count: 0,
    sum: 0,
    mean: 0,
    m2: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    buckets: new Float64Array(linear),
  };
}

export function record(h: Histogram, ms: number): void {
  const value = Math.max(0, ms);
  h.count++;
  h.sum += value;
  const delta = value - h.mean;
  h.mean += delta / h.count;
  h.m2 += delta * (value - h.mean);
  if (value < h.min) h.min = value;
  if (value > h.max) h.max = value;
  const index = bucketOf(value);
  if (index >= h.buckets.length) grow(h, index + 1);
  h.buckets[index] = (h.buckets[index] ?? 0) + 1;
}

export function mergeHistograms(parts: readonly Histogram[]): Histogram {
  const total = emptyHistogram();
  for (const part of parts) addTo(total, part);
  return total;
}

// What was recorded between two states of the same histogram, as exactly as its buckets tell.
export function recordedSince(before: Histogram, now: Histogram): Histogram {
  const between = emptyHistogram();
  if (now.buckets.length > between.buckets.length) between.buckets = new Float64Array(now.buckets.length);
  for (let i = 0; i < now.buckets.length; i++) {
    const count = (now.buckets[i] ?? 0) - (before.buckets[i] ?? 0);
    if (count <= 0) continue;
    between.buckets[i] = count;
    between.count += count;
    between.min = Math.min(between.min, Math.max(lowerOf(i), now.min));
    between.max = Math.min(lowerOf(i + 1), now.max);
  }
  between.sum = Math.max(0, now.sum - before.sum);
  between.mean = between.count === 0 ? 0 : between.sum / between.count;
  return between;
}

// The value at rank ceil(q·n) of the recorded values: the middle of its bucket, within the exact min and max.
export function quantile(h: Histogram, q: number): number | undefined {
  if (h.count === 0) return undefined;
  return valueAtRank(h, rankOf(q, h.count));
}

// Counted from 1; a product that is whole but for its rounding is whole.
export function rankOf(q: number, count: number): number {
  return Math.min(count, Math.max(1, Math.ceil(q * count - 1e-9)));
}

export function stddev(h: Histogram): number | undefined {
  return h.count === 0 ? undefined : Math.sqrt(h.m2 / h.count);
}

// How many recorded values lie in buckets below the one that holds this value.
export function countBelow(h: Histogram, ms: number): number {
  const end = Math.min(bucketOf(ms), h.buckets.length);
  let n = 0;
  for (let i = 0; i < end; i++) n += h.buckets[i] ?? 0;
  return n;
}

export interface Bucket {
  lower: number; // msec
  upper: number;
  count: number;
}

// The occupied buckets in order, neighbours joined until there are at most `most`.
export function occupied(h: Histogram, most = Number.POSITIVE_INFINITY): Bucket[] {
  let rows: Bucket[] = [];
  for (let i = 0; i < h.buckets.length; i++) {
    const count = h.buckets[i] ?? 0;
    if (count > 0) rows.push({ lower: Math.max(lowerOf(i), h.min), upper: Math.min(lowerOf(i + 1), h.max), count });
  }
  while (rows.length > most) {
    const joined: Bucket[] = [];
    for (let i = 0; i < rows.length; i += 2) {
      const [a, b] = [rows[i], rows[i + 1]];
      if (a !== undefined)
        joined.push(b === undefined ? a : { lower: a.lower, upper: b.upper, count: a.count + b.count });
    }
    rows = joined;
  }
  return rows;
}

// What goes into the result document: [gap, count, gap, count, …], where a gap is the distance from the bucket before.
export interface PackedHistogram {
  count: number;
  sum: number;
  mean: number;
  m2: number;
  min: number;
  max: number;
  buckets: number[];
}

export function packHistogram(h: Histogram): PackedHistogram | null {
  if (h.count === 0) return null;
  const buckets: number[] = [];
  let last = 0;
  for (let i = 0; i < h.buckets.length; i++) {
    const count = h.buckets[i] ?? 0;
    if (count === 0) continue;
    buckets.push(i - last, count);
    last = i;
  }
  return { count: h.count, sum: h.sum, mean: h.mean, m2: h.m2, min: h.min, max: h.max, buckets };
}

export function unpackHistogram(packed: PackedHistogram | null): Histogram {
  const h = emptyHistogram();
  if (packed === null) return h;
  let index = 0;
  for (let i = 0; i + 1 < packed.buckets.length; i += 2) {
    index += packed.buckets[i] ?? 0;
    if (index >= h.buckets.length) grow(h, index + 1);
    h.buckets[index] = packed.buckets[i + 1] ?? 0;
  }
  const { count, sum, mean, m2, min, max } = packed;
  return Object.assign(h, { count, sum, mean, m2, min, max });
}

function addTo(total: Histogram, part: Histogram): void {
  if (part.count === 0) return;
  const count = total.count + part.count;
  const delta = part.mean - total.mean;
  total.m2 += part.m2 + (delta * delta * total.count * part.count) / count;
  total.mean += (delta * part.count) / count;
  total.count = count;
  total.sum += part.sum;
  total.min = Math.min(total.min, part.min);
  total.max = Math.max(total.max, part.max);
  if (part.buckets.length > total.buckets.length) grow(total, part.buckets.length);
  for (let i = 0; i < part.buckets.length; i++) total.buckets[i] = (total.buckets[i] ?? 0) + (part.buckets[i] ?? 0);
}

function valueAtRank(h: Histogram, rank: number): number {
  if (rank >= h.count) return h.max;
  let seen = 0;
  for (let i = 0; i < h.buckets.length; i++) {
    seen += h.buckets[i] ?? 0;
    if (seen >= rank) return Math.min(h.max, Math.max(h.min, (lowerOf(i) + lowerOf(i + 1)) / 2));
  }
  return h.max;
}

function bucketOf(ms: number): number {
  const micros = Math.min(ms * 1000, maxMicros) >>> 0;
  if (micros < linear) return micros;
  const shift = 32 - subBits - Math.clz32(micros);
  return linear + (shift - 1) * half + ((micros >>> shift) - half);
}

function lowerOf(index: number): number {
  if (index < linear) return index / 1000;
  const octave = Math.floor((index - linear) / half) + 1;
  return ((half + ((index - linear) % half)) * 2 ** octave) / 1000;
}

function grow(h: Histogram, atLeast: number): void {
  const length = linear + half * Math.ceil((atLeast - linear) / half);
  const bigger = new Float64Array(length);
  bigger.set(h.buckets);
  h.buckets = bigger;
}
