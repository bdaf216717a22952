// How latencies are distributed: the share of requests in each of some forty spans of time.
import type { Bucket } from '../../model/histogram.ts';
import { percentage, quantity } from '../quantity.ts';
import { across, drawing, figure, type Marker, marker, round, upwards } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { linear, logarithmic } from './scale.ts';
import { table } from './table.ts';

const most = 44;

interface Marked {
  words: string;
  value: number;
}

export function distributionChart(
  title: string,
  buckets: readonly Bucket[],
  unit: string,
  marks: readonly Marked[],
  missing: number,
  whose?: string,
): Element | undefined {
  const filled = buckets.filter(({ lower, upper, count }) => count > 0 && Number.isFinite(lower) && upper >= lower);
  const total = filled.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const low = Math.min(...filled.map(({ lower }) => lower));
  const high = Math.max(...filled.map(({ upper }) => upper));
  const log = low > 0 && high / low > 8;
  const bins = spread(filled, edgesOf(low, high, log));
  const x = log ? logarithmic([low, high], across) : linear([low, high], across, 6);
  const peak = Math.max(...bins.map(({ count }) => count / total));
  const y = linear([0, peak * 100], upwards, 4);
  const bars = bins
    .filter(({ count }) => count > 0)
    .map(({ lower, upper, count }) => {
      const [from, to] = [x.at(lower), x.at(upper)];
      const edge = Math.min(y.at((count / total) * 100), upwards[0] - 1);
      const words = `${spanWords(lower, upper)} ${unit}: ${percentage(count / total)}`;
      return el(
        'rect',
        {
          class: 'bar',
          x: round(from + 0.4),
          y: round(edge),
          width: round(Math.max(1, to - from - 0.8)),
          height: round(upwards[0] - edge),
        },
        el('title', {}, words),
      );
    });
  const xTitle = `latency (${unit}${log ? ', log scale' : ''})`;
  const label = `${title}: from ${quantity(low)} to ${quantity(high)} ${unit}`;
  return figure({
    title: whose === undefined ? 'Latency distribution' : ['Latency distribution, ', whose],
    words: `${rangeWords(total, low, high)} ${unit}${missingWords(missing)}`,
    svg: drawing(label, { x, y, xTitle, yTitle: '% of requests' }, ...bars, ...markers(marks, x.at)),
    data: {
      summary: 'Distribution as a table',
      label: `${title}, distribution, table`,
      table: tableOf(title, bins, total, unit),
    },
  });
}

function rangeWords(total: number, low: number, high: number): string {
  if (low === high) return `${quantity(total, 0)} ${total === 1 ? 'latency' : 'latencies'} of ${quantity(low)}`;
  return `${quantity(total, 0)} latencies from ${quantity(low)} to ${quantity(high)}`;
}

function missingWords(count: number): string {
  return count === 0
    ? ''
    : `; without ${quantity(count, 0)} that ${count === 1 ? 'was' : 'were'} given up or never sent`;
}

// Of marks whose words would touch, the first is shown.
function markers(marks: readonly Marked[], at: (value: number) => number): Child[] {
  const shown: Marker[] = [];
  for (const { words, value } of marks) {
    const one = marker(at(value), words);
    if (shown.every((other) => one.from > other.to + 4 || one.to < other.from - 4)) shown.push(one);
  }
  return shown.map((one) => one.marks);
}

function tableOf(title: string, bins: readonly Bucket[], total: number, unit: string): Element {
  let below = 0;
  const rows = bins
    .filter(({ count }) => count > 0)
    .map(({ lower, upper, count }): Child[] => {
      below += count;
      return [
        spanWords(lower, upper),
        quantity(count, Number.isInteger(count) ? 0 : 1),
        percentage(count / total),
        percentage(below / total),
      ];
    });
  const heads = [`latency (${unit})`, 'requests', 'share', 'share so far'];
  return table({ caption: title, columns: heads.map((head) => ({ head, numeric: true })), rows });
}

function spanWords(lower: number, upper: number): string {
  const decimals = upper - lower >= 10 ? 0 : upper - lower >= 1 ? 1 : 3;
  return lower === upper ? quantity(lower) : `${quantity(lower, decimals)} to ${quantity(upper, decimals)}`;
}

function edgesOf(low: number, high: number, log: boolean): number[] {
  if (!(high > low)) return [low, high];
  return Array.from({ length: most + 1 }, (_, i) =>
    i === 0 ? low : i === most ? high : log ? low * (high / low) ** (i / most) : low + ((high - low) * i) / most,
  );
}

// A bucket that is narrower than a bin goes where its middle is; a wider one is spread evenly, as nothing more is known.
function spread(buckets: readonly Bucket[], edges: readonly number[]): Bucket[] {
  const bins = edges.slice(0, -1).map((lower, i) => ({ lower, upper: edges[i + 1] ?? lower, count: 0 }));
  for (const { lower, upper, count } of buckets) {
    const touched = bins.filter((bin) => bin.upper > lower && bin.lower < upper);
    if (touched.length > 2) {
      for (const bin of touched) {
        bin.count += (count * (Math.min(upper, bin.upper) - Math.max(lower, bin.lower))) / (upper - lower);
      }
      continue;
    }
    const middle = (lower + upper) / 2;
    const bin = bins.find((one) => middle < one.upper) ?? bins.at(-1);
    if (bin !== undefined) bin.count += count;
  }
  return bins;
}
