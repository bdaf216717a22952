// How large the YAML of an experiment gets, with everything that tasks report. The loops run in a process of their
// own, as in use, since a test runner slows them down eightfold.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quantile } from '../../runner/model/histogram.ts';
import { fromYaml } from '../../runner/store/from-yaml.ts';
import { bundle } from './children.ts';
import { loadOf, type Shape } from './large-experiment.ts';

const KiB = 1024;
const code = `
  import { runOnce } from './large-experiment.ts';
  import { toYaml } from '../../runner/store/to-yaml.ts';
  const [shape, loops] = process.argv.slice(2).map((text) => JSON.parse(text));
  let document;
  for (let loop = 1; loop <= loops; loop++) document = await runOnce(shape, loop, document);
  process.stdout.write(toYaml(document));
`;

let folder: string;
let script: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-size-'));
  script = bundle(folder, code);
});
afterAll(() => rmSync(folder, { recursive: true }));

// The YAML of the last of so many loops.
function run(shape: Shape, loops: number): string {
  const args = [script, JSON.stringify(shape), String(loops)];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 16 * KiB * KiB });
  expect(status).toBe(0);
  return stdout;
}

// A thousand of them are a part of `make soak`.
test('300 loops of 3 endpoints stay below 256 KiB, the newest loop exact', () => {
  const shape = { endpoints: ['get', 'getAnything', 'post'], requests: 100 };
  const text = run(shape, 300);
  expect(Buffer.byteLength(text)).toBeLessThan(256 * KiB);

  const { result, details } = fromYaml(text, 'it');
  expect(result?.numLoops).toBe(300);
  expect(details?.loops.slice(-32)).toEqual(Array.from({ length: 32 }, (_, i) => 269 + i));
  const { latency } = loadOf(shape.requests, 300);
  const exact: Record<string, number | undefined> = {
    'request-count': 100,
    'error-rate': 0.03,
    'latency-mean': latency.mean,
    'latency-min': latency.min,
    'latency-p99': quantile(latency, 0.99),
  };
  for (const provider of shape.endpoints.map((name) => `http-${name}`)) {
    for (const [name, value] of Object.entries(exact)) {
      expect(result?.insights?.nonHistMetricValues[0]?.[`${provider}/${name}`]?.at(-1)).toBe(value);
      expect(details?.current[0]?.[`${provider}/${name}`]?.value).toBe(value);
    }
  }
  const merged = result?.insights?.histMetricValues[0]?.['http/latency'] ?? [];
  expect(merged.length).toBeLessThanOrEqual(200);
  expect(merged.reduce((sum, { count }) => sum + count, 0)).toBe(90_000);
  expect(result?.insights?.SLOsSatisfied).toEqual({ upper: [[false], [true]] });
}, 60_000);

test.each([
  ['200 endpoints', { endpoints: many(200, 'endpoint'), requests: 500 }, 1],
  ['500 endpoints', { endpoints: many(500, 'e'), requests: 10 }, 1],
  ['long names', { endpoints: many(60, 'n'.repeat(200)), requests: 100 }, 1],
  ['25 loops of 30 endpoints', { endpoints: many(30, 'e'), requests: 50 }, 25],
])(
  '%s stay below 512 KiB',
  (_, shape, loops) => {
    const text = run(shape, loops);
    expect(Buffer.byteLength(text)).toBeLessThan(512 * KiB);
    const { result, details } = fromYaml(text, 'it');
    expect(result?.insights?.SLOsSatisfied).toEqual({ upper: [[false], [true]] });
    expect(details?.verdicts).toMatchObject([
      { verdict: 'violated', value: expect.any(Number) },
      { verdict: 'satisfied' },
    ]);
    expect(details?.current[0]?.[`http-${shape.endpoints[0]}/latency-p99`]?.value).toBeGreaterThan(0);
  },
  60_000,
);

test('3 endpoints with as many buckets as there are stay below 256 KiB', () => {
  const text = run({ endpoints: many(3, 'e'), requests: 300_000 }, 2);
  expect(Buffer.byteLength(text)).toBeLessThan(256 * KiB);
  expect(fromYaml(text, 'it').details?.loads.map(({ coarse }) => coarse)).toEqual([4, 4, 4]);
});

function many(n: number, name: string): string[] {
  return Array.from({ length: n }, (_, i) => `${name}${i}`);
}
