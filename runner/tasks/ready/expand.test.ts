import { expand } from './expand.ts';
import type { ReadyInputs } from './schema.ts';

const entries = (inputs: ReadyInputs) => expand(inputs).map(({ entry }) => entry);
const entry = (inputs: ReadyInputs) => ({ task: 'ready', with: inputs });

test('each object is one step, in an order that the inputs do not change', () => {
  const inputs: ReadyInputs = {
    objects: [{ version: 'v1', resource: 'pods', name: 'f' }],
    chaosengine: 'e',
    isvc: 'd',
    ksvc: 'c',
    deploy: 'b',
    service: 'a',
    version: 'v1',
    resource: 'pods',
    name: 'g',
  };
  expect(expand(inputs).map(({ task, title }) => [task, title])).toEqual([
    ['ready', 'wait for service a'],
    ['ready', 'wait for deployment b'],
    ['ready', 'wait for Knative service c'],
    ['ready', 'wait for inference service d'],
    ['ready', 'wait for chaos engine e'],
    ['ready', 'wait for pods f'],
    ['ready', 'wait for pods g'],
  ]);
});

test('entries name objects as 0.13 did', () => {
  expect(entries({ service: 'web', deploy: 'web', namespace: 'default', timeout: '10s' })).toEqual([
    entry({ name: 'web', version: 'v1', resource: 'services', namespace: 'default', timeout: '10s' }),
    entry({
      name: 'web',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      namespace: 'default',
      condition: 'Available',
      timeout: '10s',
    }),
  ]);
});

test.each<[ReadyInputs, ReadyInputs]>([
  [{ ksvc: 'a' }, { name: 'a', group: 'serving.knative.dev', version: 'v1', resource: 'services', condition: 'Ready' }],
  [
    { isvc: 'a' },
    {
      name: 'a',
      group: 'serving.kserve.io',
      version: 'v1beta1',
      resource: 'inferenceservices',
      condition: 'Ready',
    },
  ],
  [{ chaosengine: 'a' }, { name: 'a', group: 'litmuschaos.io', version: 'v1alpha1', resource: 'chaosengines' }],
  [
    { objects: [{ name: 'a', group: 'apps', version: 'v1', resource: 'statefulsets', condition: 'X' }] },
    { name: 'a', group: 'apps', version: 'v1', resource: 'statefulsets', condition: 'X' },
  ],
])('%j is %j', (inputs, shown) => {
  expect(entries(inputs)).toEqual([entry(shown)]);
});

test('an object has its own namespace, that of the task, or that of the experiment', () => {
  const pod = { version: 'v1', resource: 'pods', name: 'a' };
  const namespaces = (inputs: ReadyInputs) =>
    expand(inputs).map(({ plan }) => (plan as { namespace: unknown }).namespace);
  expect(namespaces({ objects: [pod, { ...pod, namespace: 'own' }], namespace: 'all' })).toEqual(['all', 'own']);
  expect(namespaces({ objects: [pod] })).toEqual([null]);
});

test.each<[ReadyInputs, number]>([
  [{ service: 'a' }, 60_000],
  [{ service: 'a', timeout: '1h30m' }, 5_400_000],
  [{ service: 'a', timeout: '0' }, 0],
])('the timeout of %j is %j ms', (inputs, timeoutMs) => {
  expect(expand(inputs)[0]?.plan).toMatchObject({ timeoutMs });
});

test('entries that are expanded again are the same steps', () => {
  const steps = expand({
    service: 'a',
    deploy: 'a',
    ksvc: 'a',
    objects: [{ version: 'v1', resource: 'pods', name: 'a', namespace: 'b' }],
    timeout: '5s',
  });
  const again = steps.flatMap(({ entry }) => ('task' in entry ? expand((entry.with ?? {}) as ReadyInputs) : []));
  expect(again).toEqual(steps);
});

test('nothing that names no object is a step', () => {
  expect(expand({ timeout: '5s', group: 'apps', resource: 'deployments' })).toEqual([]);
});
