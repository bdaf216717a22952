// A grpc-timeout: at most eight digits and a unit. The finest unit that holds it, rounded up.
const units: readonly [letter: string, perMs: number][] = [
  ['u', 1000],
  ['m', 1],
  ['S', 1 / 1000],
  ['M', 1 / 60_000],
  ['H', 1 / 3_600_000],
];
const mostDigits = 99_999_999;

export function encodeTimeout(ms: number): string {
  for (const [letter, perMs] of units) {
    const value = Math.max(1, Math.ceil(ms * perMs - 1e-9));
    if (value <= mostDigits) return `${value}${letter}`;
  }
  return `${mostDigits}H`;
}
