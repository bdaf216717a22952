import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { Fields, ObjectSchema } from '../../runner/model/schema.ts';
import { registry } from '../../runner/tasks/registry.ts';
import { extractSensitive } from '../../runner/values/sensitive.ts';
import { sensitivePaths } from '../../runner/values/sensitive-paths.ts';
import { type Registry, tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { parseYamlFile } from '../../runner/values/yaml-file.ts';
import { rememberAnswers } from '../helm/helm.ts';
import { chart, find, jobSpec, type Manifest, render, withHelm } from './chart.ts';
import { inputsOf } from './inputs.ts';

const seed = Number(process.env.ITER8_SEED ?? 20230111);
const runs = Number(process.env.ITER8_RUNS ?? 100);
const http = ['tasks=http', 'http.url=http://h/', 'runner=job'];
const secret = (key: string) => `\${secret:${key}}`;

function secretsIn(objects: readonly Manifest[], release = 'my-test'): Record<string, string> {
  const inputs = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === `${release}-inputs`);
  const data = Object.entries(inputs?.data ?? {});
  return Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

function entriesIn(objects: readonly Manifest[], tasks: Registry) {
  const text = find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '';
  return tasksFromValues(parseYamlFile(Buffer.from(text), 'values.yaml'), tasks).entries;
}

// A task with everything that may be sensitive, and the forms in which names with dots come.
const fields = {
  url: { kind: 'string', format: 'url', describe: '' },
  headers: {
    kind: 'map',
    name: 'header',
    dotted: true,
    sensitive: true,
    of: { kind: 'string', describe: '' },
    describe: '',
  },
  token: { kind: 'string', sensitive: true, describe: '' },
  metadata: {
    kind: 'map',
    dotted: true,
    orText: true,
    sensitive: true,
    of: { kind: 'string', describe: '' },
    describe: '',
  },
  count: { kind: 'number', sensitive: true, describe: '' },
  keys: { kind: 'list', sensitive: true, of: { kind: 'string', describe: '' }, describe: '' },
  mirrors: { kind: 'list', of: { kind: 'string', format: 'url', describe: '' }, describe: '' },
  free: { kind: 'any', sensitive: true, describe: '' },
  open: { kind: 'any', describe: '' },
} as const satisfies Fields;
const hooks = { kind: 'list', of: { kind: 'object', fields, describe: '' }, describe: '' } as const;
const every = {
  kind: 'object',
  describe: '',
  fields: {
    ...fields,
    hooks,
    endpoints: { kind: 'map', dotted: true, of: { kind: 'object', fields, describe: '' }, describe: '' },
    vault: { kind: 'object', sensitive: true, fields: { ...fields, hooks }, describe: '' },
  },
} as const satisfies ObjectSchema;
const everyTask = {
  name: 'every',
  describe: '',
  schema: every,
  expand: () => [],
  run: async () => undefined,
  metricsOf: () => [],
};
const everyRegistry: Registry = new Map([['every', everyTask]]);

// The part of the http task that is of interest here.
const { url, headers, endpoints, tls, payloadURL, payloadStr } = registry.get('http')?.schema.fields ?? {};
const httpPart = {
  kind: 'object',
  describe: '',
  required: ['url'],
  fields: { url, headers, endpoints, tls, payloadURL, payloadStr },
} as ObjectSchema;

// The order in which helm goes through maps.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sorted(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

withHelm('what the chart does with sensitive inputs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-chart-'));
  beforeAll(() => {
    cpSync(chart, folder, { recursive: true });
    rmSync(path.join(folder, 'values.schema.json'));
    writeFileSync(path.join(folder, 'files/sensitive.yaml'), dump(sensitivePaths(everyRegistry), { noRefs: true }));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each<[task: string, tasks: Registry, schema: ObjectSchema, of: () => string]>([
    ['http', registry, httpPart, () => chart],
    ['every', everyRegistry, every, () => folder],
  ])(
    `it moves what the engine would move: ${runs} inputs of the task %s`,
    async (task, tasks, schema, of) => {
      const answers = rememberAnswers<Manifest[]>(`charts-${task}-${seed}`);
      let moved = 0;
      const samples = fc.sample(inputsOf(schema), { numRuns: runs, seed });
      for (const inputs of samples) {
        const values = JSON.stringify({ tasks: [task], [task]: sorted(inputs) });
        const { entries: given, problems } = tasksFromValues(parseYamlFile(Buffer.from(values), ''), tasks);
        if (problems.length > 0) continue;
        const { entries, secrets } = extractSensitive(given, tasks);
        const objects = await answers.of(values, () => render({ values, chart: of() }));
        expect({ entries: entriesIn(objects, tasks), secrets: secretsIn(objects) }).toEqual({ entries, secrets });
        if (Object.keys(secrets).length > 0) moved++;
      }
      answers.keep();
      expect(moved).toBeGreaterThan(runs / 5);
    },
    300_000,
  );

  test('a number that --set makes of a header is moved as the text it was', async () => {
    const objects = await render({ set: [...http, 'http.headers.X=5', 'http.headers.Y=9007199254740993'] });
    expect(secretsIn(objects)).toEqual({ 'http.headers.X': '5', 'http.headers.Y': '9007199254740993' });
  });

  test('two tasks of one name share their secrets', async () => {
    const objects = await render({ set: ['tasks={http,http}', 'http.url=http://me:pw@h/'] });
    expect(secretsIn(objects)).toEqual({ 'http.url': 'me:pw' });
  });

  test('without anything to move there is no Secret of inputs, and the pod mounts none', async () => {
    const objects = await render({ set: [...http, `http.headers.A=${secret('mine')}`] });
    expect(objects.map(({ metadata }) => metadata.name)).not.toContain('my-test-inputs');
    expect(jobSpec(objects).template.spec.containers[0].args).not.toContain('--secrets');
  });

  test('what was given literally is in the Secret of inputs and nowhere else', async () => {
    const objects = await render({ file: 'secrets-values.yaml' });
    const elsewhere = objects.filter(({ metadata }) => metadata.name !== 'my-test-inputs');
    expect(JSON.stringify(elsewhere)).not.toContain('c4n4ry');
    expect(secretsIn(objects)).toEqual({
      'http.headers.X-Api-Key': 'c4n4ry-header',
      'http.endpoints.get.url': 'me:c4n4ry-password',
      'http.endpoints.get.headers.X-Build': '42',
    });
  });

  test('what stands for a task that is not run is not kept at all', async () => {
    const objects = await render({ set: [...http, 'slack.url=http://h/c4n4ry', 'ready.service=c4n4ry'] });
    expect(JSON.stringify(objects)).not.toContain('c4n4ry');
  });

  test("the pod gets the chart's Secret first, then the user's own", async () => {
    const { containers, volumes } = jobSpec(await render({ file: 'secrets-values.yaml' })).template.spec;
    const { args, volumeMounts } = containers[0];
    expect(args.filter((_, i) => args[i - 1] === '--secrets')).toEqual(['/etc/iter8/inputs', '/etc/iter8/secrets']);
    const mounted = volumeMounts.map(({ name, mountPath }) => [
      mountPath,
      volumes.find((volume) => volume.name === name),
    ]);
    expect(Object.fromEntries(mounted)).toMatchObject({
      '/etc/iter8/inputs': { secret: { secretName: 'my-test-inputs' } },
      '/etc/iter8/secrets': { secret: { secretName: 'my-tokens' } },
    });
  });
});
