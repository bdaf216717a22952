import { askedOf, lengthOf, type Rate } from './rate.ts';

const rate = (stages: Rate['stages'], requests: number | null = null): Rate => ({
  arrival: 'constant',
  stages,
  requests,
});
const steps: Rate['stages'] = [
  { qps: 10, durationMs: 1000 },
  { qps: 20, durationMs: 1000 },
  { qps: 30, durationMs: null },
];
const line: Rate['stages'] = [
  { qps: 10, toQps: 30, durationMs: 10_000 },
  { qps: 30, durationMs: null },
];

test.each<[what: string, rate: Rate, lengthMs: number | null, qps: number]>([
  ['one rate', rate([{ qps: 8, durationMs: null }], 100), 12_500, 8],
  ['one rate for a time', rate([{ qps: 0.3, durationMs: 10_000 }]), 10_000, 0.3],
  ['as fast as can be', rate([{ qps: 0, durationMs: null }], 100), null, 0],
  ['stages', rate(steps.slice(0, 2)), 2000, 15],
  ['requests that end within a step', rate(steps, 20), 1500, 20 / 1.5],
  ['requests that end after the steps', rate(steps, 120), 5000, 24],
  ['a line', rate(line.slice(0, 1)), 10_000, 20],
  ['requests that end on a line', rate(line, 75), 5000, 15],
  ['requests that end after a line', rate(line, 230), 11_000, 230 / 11],
])('%s: how long it takes, and the mean rate', (_, given, lengthMs, qps) => {
  expect(lengthOf(given)).toBe(lengthMs);
  expect(askedOf(given, 4).qps).toBeCloseTo(qps, 10);
});
