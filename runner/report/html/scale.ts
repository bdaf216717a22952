// From values to places on a chart, with the ticks of its axis.
import { quantity } from '../quantity.ts';

export interface Scale {
  at(value: number): number;
  ticks: Tick[];
}

interface Tick {
  at: number;
  label: string;
}

type Range = readonly [from: number, to: number];

export function linear(domain: Range, range: Range, count = 5): Scale {
  const { low, span, step } = stepped(domain, count);
  const [bottom, top] = [Math.floor(low / step + 1e-9) * step, Math.ceil((low + span) / step - 1e-9) * step];
  return between(bottom, top, step, range);
}

// From the first to the last of whole numbers, such as loops, or of seconds: no room is left at the ends.
export function tight(domain: Range, range: Range, count = 6): Scale {
  const { low, span, step } = stepped(domain, count);
  return between(low, low + span, Math.max(1, Math.ceil(step)), range);
}

function stepped(domain: Range, count: number): { low: number; span: number; step: number } {
  const [low, high] = [bounded(domain[0]), bounded(domain[1])];
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Values that differ by next to nothing are one value.
  const span = high - low > size * 1e-9 ? high - low : size || 1;
  return { low, span, step: niceStep(span / count) };
}

function between(bottom: number, top: number, step: number, range: Range): Scale {
  const at = (value: number) => place((value - bottom) / (top - bottom), range);
  const decimals = decimalsIn(step);
  const first = Math.ceil(bottom / step - 1e-9);
  const last = Math.floor(top / step + 1e-9);
  const values = Array.from({ length: Math.min(40, last - first + 1) }, (_, i) => (first + i) * step);
  return { at, ticks: values.map((value) => ({ at: at(value), label: compact(value, decimals) })) };
}

// For positive values.
export function logarithmic([low, high]: Range, range: Range): Scale {
  const bottom = Math.log10(low);
  const span = Math.log10(high) - bottom || 1;
  const at = (value: number) => place((Math.log10(Math.max(value, low)) - bottom) / span, range);
  const values: number[] = [];
  const factors = span > 3 ? [1] : span > 1.2 ? [1, 3] : [1, 2, 5];
  for (let power = Math.floor(bottom); power <= bottom + span; power++) {
    for (const factor of factors) values.push(factor * 10 ** power);
  }
  const shown = values.filter((value) => value >= low * 0.999 && value <= high * 1.001);
  return { at, ticks: shown.map((value) => ({ at: at(value), label: short(value) })) };
}

// Percentiles by their distance to 100 %, so that the tail has room: p50, p90, p99, p99.9, p99.99.
export function percentiles(range: Range): Scale {
  const at = (percent: number) => place(-Math.log10(Math.max(1e-4, 1 - percent / 100)) / 4, range);
  return { at, ticks: [50, 90, 99, 99.9, 99.99].map((p) => ({ at: at(p), label: `p${p}` })) };
}

function place(part: number, [from, to]: Range): number {
  const clamped = Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
  return from + clamped * (to - from);
}

// So that differences of values are numbers, too.
function bounded(value: number): number {
  const size = Math.min(1e300, Math.abs(value));
  return size < 1e-300 ? 0 : Math.sign(value) * size;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10;
  return nice * power;
}

function decimalsIn(step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const exact = Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6;
  return Math.min(12, exact ? digits : digits + 1);
}

function short(value: number): string {
  return value >= 1 ? compact(value, 0) : String(Number(value.toPrecision(3)));
}

const sizes = [
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const;

// An axis has no room for long numbers; its chart says them in full.
function compact(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size === 0 && decimals > 6) return '0';
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return bare(value);
  const [sign, by] = (size >= 10_000 ? sizes.find(([, least]) => size >= least) : undefined) ?? ['', 1];
  return sign === ''
    ? quantity(value, decimals)
    : `${value < 0 ? '−' : ''}${Number((size / by).toPrecision(4))}${sign}`;
}

function bare(value: number): string {
  const [digits, power] = Number(value.toPrecision(3)).toExponential().split('e');
  return `${digits}e${Number(power)}`.replaceAll('-', '−');
}
