// Numbers for people: thousands apart, no more digits than tell something, never an exponent where it can be helped.
import { grouped } from '../model/counted.ts';

// As many decimals as its size asks for, or as many as are given.
export function quantity(value: number, decimals = decimalsOf([value])): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no number' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return negative(value, size.toExponential(2).replace('e+', 'e'));
  if (Number.isInteger(value) && decimals === 0) return negative(value, grouped(size.toFixed(0)));
  const text = size < 0.001 && size > 0 ? trimmed(size.toFixed(9)) : size.toFixed(decimals);
  return negative(value, grouped(text));
}

// So many decimals let all of a column's numbers be told apart, and align.
export function decimalsOf(values: readonly number[]): number {
  if (values.every(Number.isInteger)) return 0;
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  const least = Math.min(...sizes);
  if (least >= 100) return 1;
  return least >= 1 ? 2 : 3;
}

// A value next to its limit: never so short that it looks equal to a limit it is not.
export function beside(value: number, limit: number): string {
  const decimals = decimalsOf([value]);
  if (value === limit || quantity(value, decimals) !== quantity(limit, decimals)) return quantity(value);
  for (let more = 4; more <= 12; more++) {
    const longer = quantity(value, more);
    if (longer !== quantity(limit, more)) return trimmed(longer);
  }
  return String(value);
}

// A number that somebody wrote, such as a limit: as it was written.
export function asGiven(value: number): string {
  return Number.isFinite(value) && Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15
    ? trimmed(quantity(value, 9))
    : quantity(value);
}

export function percentage(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  if (size !== 0 && size < 0.01) return `less than ${percent < 0 ? '−' : ''}0.01%`;
  // What is not all is never rounded to all.
  if (size > 99.99 && size < 100) return `${percent < 0 ? 'less than −' : 'more than '}99.99%`;
  if (size >= 99.95 && size < 100)
    return `${quantity(Math.trunc(percent * 100 + Math.sign(percent) * 1e-9) / 100, 2)}%`;
  return `${quantity(percent, size >= 100 || Number.isInteger(percent) ? 0 : size >= 10 ? 1 : 2)}%`;
}

const sizes = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

export function bytes(count: number): string {
  for (const [unit, size] of sizes) if (count >= size) return `${quantity(count / size, 1)} ${unit}`;
  return `${quantity(count, 0)} B`;
}

export function seconds(count: number): string {
  if (count < 1) return `${quantity(Math.round(count * 1000), 0)} ms`;
  if (count < 60) return `${trimmed(count.toFixed(1))} s`;
  const whole = Math.round(count);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${quantity(hours, 0)} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

// The unit of a metric, in the short form in which it stands behind a number.
export function shortUnit(unit: string | undefined): string | undefined {
  return unit === 'msec' ? 'ms' : unit;
}

function negative(value: number, text: string): string {
  return value < 0 ? `−${text}` : text;
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
