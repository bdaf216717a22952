// Numbers as Go prints them, because 0.13's reports did and their readers compare text.

// fmt's %v of a float64: the shortest digits that read back the same, with an exponent below -4 and from 6 digits more
// than one on (1e+06, 1.234567e+06, 1e-05).
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return value.toString();
  return `${digits}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;
}

// fmt's %.2f: ties go to the even digit, and large numbers keep all their digits.
export function formatFixed(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size >= 1e21) return `${sign}${BigInt(size)}.00`;
  // Only odd multiples of 1/8 lie in the middle of two hundredths; those of which the lower neighbour is even end in 1.
  const downwards = (size * 8) % 4 === 1;
  return sign + (downwards ? size - 0.005 : size).toFixed(2);
}

// A value next to its limit: six digits, or all of them where six would make it look equal to the limit.
export function formatBeside(value: number, limit: number): string {
  const short = Number(value.toPrecision(6));
  return formatFloat(short === limit ? value : short);
}
