import { referenceTo } from '../../model/secret-reference.ts';
import { check } from './check.ts';
import type { ReadyInputs } from './schema.ts';

const found = (inputs: ReadyInputs) => check(inputs).map(({ path, message }) => `${path}: ${message}`);
const pod = { name: 'a', version: 'v1', resource: 'pods' };

test('what is right is left alone', () => {
  expect(
    found({
      service: 'web',
      deploy: 'web.v1-2',
      ksvc: '5',
      namespace: 'team-a',
      timeout: '0',
      objects: [{ ...pod, group: 'a.b-c.io', version: 'v1alpha1', condition: 'x.io/Done', namespace: 'n' }],
      ...pod,
      group: '',
    }),
  ).toEqual([]);
});

test.each<ReadyInputs>([{}, { objects: [] }, { namespace: 'a', timeout: '5s' }])(
  'to wait for nothing is wrong, and told with what can be named: %j',
  (inputs) => {
    expect(found(inputs)).toEqual([
      ': nothing to wait for: name at least one of service, deploy, ksvc, isvc, chaosengine, or any other object in objects',
    ]);
  },
);

const ofName =
  'a name has lower-case letters, digits, - and ., 253 characters at most, and a letter or digit at both ends';

test.each([
  'Web',
  'a_b',
  'deploy/web',
  '-a',
  'a-',
  '.a',
  'a..b',
  'a b',
  ' a',
  'a\n',
  'a'.repeat(254),
  referenceTo('x'),
])('%j is no name', (deploy) => {
  expect(found({ deploy })).toEqual([expect.stringMatching(/^deploy: ".*" cannot be the name of a deployment: /)]);
});

test('a name that is hostile or long is shown in part, on one line', () => {
  const [shown = ''] = found({ service: `\u001b[31m\n${'x'.repeat(1e6)}` });
  expect(shown).toMatch(/^service: "\\u001b\[31m\\nx+…x+" cannot be the name of a service/);
  expect(shown.length).toBeLessThan(300);
});

test('a name of any length is judged at once', () => {
  const start = Date.now();
  expect(found({ service: `${'a'.repeat(1e6)}!`, namespace: `${'a-'.repeat(1e6)}!` })).toHaveLength(2);
  expect(Date.now() - start).toBeLessThan(1000);
});

test.each<[problem: string, inputs: ReadyInputs]>([
  [`objects[1].name: "A" cannot be the name of an object: ${ofName}`, { objects: [pod, { ...pod, name: 'A' }] }],
  [
    'namespace: "a.b" cannot be a namespace: a namespace has lower-case letters, digits and -, 63 characters at most, and a letter or digit at both ends',
    { service: 'a', namespace: 'a.b' },
  ],
  [
    'objects[0].resource: "Deployment" is not allowed; give the plural in lower case, such as deployments; the group stands in group',
    { objects: [{ ...pod, resource: 'Deployment' }] },
  ],
  [
    'resource: "deployments.apps" is not allowed; give the plural in lower case, such as deployments; the group stands in group',
    { ...pod, resource: 'deployments.apps' },
  ],
  [
    'version: "apps/v1" is not allowed; give the version alone, such as v1; the group stands in group',
    { ...pod, version: 'apps/v1' },
  ],
  [
    'group: "apps/v1" is not allowed; give the group alone, such as apps, and leave it out for the core group',
    { ...pod, group: 'apps/v1' },
  ],
  ['version: missing: name, version and resource say together which object it is', { name: 'a', resource: 'pods' }],
  ['name: missing: name, version and resource say together which object it is', { service: 'a', condition: 'Ready' }],
])('%s', (problem, inputs) => {
  expect(found(inputs)).toEqual([problem]);
});

test('a namespace has 63 characters at most', () => {
  expect(found({ service: 'a', namespace: 'a'.repeat(63) })).toEqual([]);
  expect(found({ service: 'a', namespace: 'a'.repeat(64) })).toHaveLength(1);
});

test('all problems are told at once', () => {
  const paths = check({ service: 'A', deploy: 'B', namespace: '-', objects: [{ ...pod, group: 'C', version: '/' }] });
  expect(paths.map(({ path }) => path)).toEqual([
    'service',
    'deploy',
    'objects[0].group',
    'objects[0].version',
    'namespace',
  ]);
});
