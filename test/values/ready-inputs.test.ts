// What the ready task makes of values as helm delivers them, and of the entries that 0.13 wrote.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { expandEntries } from '../../runner/experiment/expand.ts';
import { registry } from '../../runner/tasks/registry.ts';
import { checkEntries } from '../../runner/values/check-entries.ts';
import { mergeValues } from '../../runner/values/merge-values.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';

async function from(set: string) {
  const given = { files: [], set: ['tasks=ready', set], setString: [], setFile: [] };
  const values = await mergeValues(given, () => Promise.reject(new Error('nothing to read')));
  const { entries, problems } = tasksFromValues(values, registry);
  return {
    steps: expandEntries(entries, registry).map(({ title }) => title),
    problems: problems.map(({ path, message }) => `${path}: ${message.split(';')[0]}`),
  };
}

test.each<[set: string, steps: string[]]>([
  ['ready.deploy=httpbin,ready.service=httpbin', ['wait for service httpbin', 'wait for deployment httpbin']],
  ['ready.service=404,ready.timeout=0', ['wait for service 404']],
  ['ready.service=web,ready.deploy=null', ['wait for service web']],
  [
    'ready.objects[0].group=apps,ready.objects[0].version=v1,ready.objects[0].resource=daemonsets,ready.objects[0].name=a',
    ['wait for daemonsets.apps a'],
  ],
  ['ready.objects.version=v1,ready.objects.resource=pods,ready.objects.name=a', ['wait for pods a']],
  ['ready.version=v1,ready.resource=pods,ready.name=a', ['wait for pods a']],
])('%s', async (set, steps) => {
  expect(await from(set)).toEqual({ steps, problems: [] });
});

test.each<[problem: string, set: string]>([
  [
    'ready: nothing to wait for: name at least one of service, deploy, ksvc, isvc, chaosengine, or any other object in objects',
    'ready.timeout=5s',
  ],
  ['ready.deploy: "" is not allowed', 'ready.deploy='],
  ['ready.deploi: unknown input', 'ready.deploi=web'],
  ['ready.timeout: 60 is not allowed', 'ready.service=web,ready.timeout=60'],
  ['ready.objects[0].version: missing: version of that API', 'ready.objects[0].name=a,ready.objects[0].resource=pods'],
  [
    'ready.objects[0].nmae: unknown input',
    'ready.objects.version=v1,ready.objects.resource=pods,ready.objects.name=a,ready.objects.nmae=a',
  ],
])('%s', async (problem, set) => {
  expect((await from(set)).problems).toEqual([problem]);
});

test.each(['http-endpoints', 'failed'])('entries of 0.13 are the steps that they were: %s', (sample) => {
  const file = path.resolve(__dirname, '../fixtures/samples', sample, 'experiment.yaml');
  const { spec } = load(readFileSync(file, 'utf8')) as { spec: { task: string }[] };
  const { entries, problems } = checkEntries(
    spec.filter(({ task }) => task === 'ready'),
    registry,
  );
  expect(problems).toEqual([]);
  expect(expandEntries(entries, registry).map(({ title }) => title)).toEqual(
    ['wait for service web', 'wait for deployment web'].slice(0, entries.length),
  );
  expect(entries.length).toBeGreaterThan(0);
});
