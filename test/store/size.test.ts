// How large the YAML of an experiment gets, with everything an http task reports. The loops run in a process of their
// own, as in use, since a test runner slows them down eightfold.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fromYaml } from '../../runner/store/from-yaml.ts';
import { bundle } from './children.ts';
import { measurementOf, metricsOf, providersOf, type Shape } from './large-experiment.ts';

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

test('1,000 loops of 3 endpoints stay below 256 KiB, the newest loop exact', () => {
  const shape = { endpoints: ['get', 'getAnything', 'post'], requests: 60 };
  const text = run(shape, 1000);
  expect(Buffer.byteLength(text)).toBeLessThan(256 * KiB);

  const { result, details } = fromYaml(text, 'it');
  expect(result?.numLoops).toBe(1000);
  expect(details?.loops.slice(-64)).toEqual(Array.from({ length: 64 }, (_, i) => 937 + i));
  expect(details?.loops.length).toBeGreaterThan(90);
  for (const provider of providersOf(shape)) {
    const measured = metricsOf(measurementOf(provider, shape.requests, 1000));
    for (const metric of measured) {
      if (metric.type !== 'Gauge' && metric.type !== 'Counter') continue;
      expect(result?.insights?.nonHistMetricValues[0]?.[metric.name]?.at(-1)).toBe(metric.value);
      expect(details?.current[0]?.[metric.name]?.value).toBe(metric.value);
    }
    const merged = result?.insights?.histMetricValues[0]?.['http/latency'] ?? [];
    expect(merged.length).toBeLessThanOrEqual(200);
  }
  expect(result?.insights?.SLOsSatisfied).toEqual({ upper: [[false]] });
}, 60_000);

test.each([
  ['200 endpoints', { endpoints: many(200, 'endpoint'), requests: 500 }],
  ['1,500 endpoints', { endpoints: many(1500, 'e'), requests: 10 }],
  ['a wide distribution', { endpoints: many(3, 'e'), requests: 300_000 }],
  ['long names', { endpoints: many(60, 'n'.repeat(200)), requests: 100 }],
])('%s in one loop stay below 512 KiB', (_, shape) => {
  const text = run(shape, 1);
  expect(Buffer.byteLength(text)).toBeLessThan(512 * KiB);
  const { result, details } = fromYaml(text, 'it');
  expect(result?.insights?.SLOsSatisfied).toEqual({ upper: [[false]] });
  expect(details?.verdicts).toMatchObject([{ verdict: 'violated', value: expect.any(Number) }]);
  expect(details?.current[0]?.[`http-${shape.endpoints[0]}/latency-p99`]?.value).toBeGreaterThan(0);
});

function many(n: number, name: string): string[] {
  return Array.from({ length: n }, (_, i) => `${name}${i}`);
}
