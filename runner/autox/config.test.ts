import { load } from 'js-yaml';
import { readConfig } from './config.ts';
import type { Group } from './group.ts';

const parseYaml = (text: string) => load(text);
const trigger = { name: 'httpbin', namespace: 'default', group: 'apps', version: 'v1', resource: 'deployments' };
const defaults = { defaultRepoURL: 'https://charts.test', argocd: { namespace: 'argo', project: 'p', server: 's' } };
const read = (values: Record<string, unknown>) => readConfig({ ...defaults, ...values }, { parseYaml });
const group = (changes: Record<string, unknown> = {}) => ({
  trigger,
  specs: { iter8: { name: 'iter8', version: '0.13.4', values: { tasks: ['http'] } } },
  ...changes,
});
const first = (values: Record<string, unknown>): Group | undefined => read(values).groups[0];
const problems = (values: Record<string, unknown>) =>
  read(values).problems.map(({ group: of, path, message }) => `${of}: ${path}: ${message}`);

test('a group is a trigger and releases', () => {
  expect(read({ groups: { httpbin: group() } })).toMatchObject({ problems: [], isWhole: true });
  expect(first({ groups: { httpbin: group() } })).toEqual({
    name: 'httpbin',
    trigger,
    rule: 'version',
    requireLabel: false,
    argocd: { namespace: 'argo', project: 'p', server: 's' },
    releases: [
      {
        name: 'autox-httpbin-iter8',
        chart: 'iter8',
        repoURL: 'https://charts.test',
        version: '0.13.4',
        values: { tasks: ['http'] },
        namespace: 'default',
      },
    ],
  });
});

test('a group of the older form relaunches at any change, and its releases are named after their charts', () => {
  const releaseSpec = [{ repoURL: 'https://old.test', name: 'iter8', values: 'tasks: [http]', version: '0.12.2' }];
  expect(first({ chartGroups: { httpbin: { trigger, releaseSpec } } })).toMatchObject({
    rule: 'any-change',
    releases: [{ name: 'autox-httpbin-iter8', repoURL: 'https://old.test', values: { tasks: ['http'] } }],
  });
});

test('values of the older form may be a map, too', () => {
  const releaseSpec = [{ name: 'iter8', values: { tasks: ['http'] }, version: '0.12.2' }];
  expect(first({ chartGroups: { httpbin: { trigger, releaseSpec } } })?.releases[0]?.values).toEqual({
    tasks: ['http'],
  });
});

test('an empty API group is the core group', () => {
  expect(first({ groups: { a: group({ trigger: { ...trigger, group: undefined } }) } })?.trigger.group).toBe('');
});

test('a spec can have a repository and a namespace of its own', () => {
  const specs = { iter8: { name: 'iter8', version: '1', repoURL: 'https://own.test', namespace: 'tests' } };
  expect(first({ groups: { a: group({ specs }) } })?.releases[0]).toMatchObject({
    repoURL: 'https://own.test',
    namespace: 'tests',
    values: {},
  });
});

test('a group can have a place of its own in Argo CD', () => {
  const place = { project: 'own' };
  expect(first({ groups: { a: group({ argocd: place }) } })?.argocd).toEqual({
    namespace: 'argo',
    project: 'own',
    server: 's',
  });
});

test.each([true, 'true'])('requireLabel: %j is for all groups', (requireLabel) => {
  expect(first({ requireLabel, groups: { a: group() } })?.requireLabel).toBe(true);
});

test('numbers are the texts that --set and YAML have made them of', () => {
  const specs = { 7: { name: 'iter8', version: 1 } };
  expect(first({ groups: { a: group({ specs }) } })?.releases[0]).toMatchObject({ name: 'autox-a-7', version: '1' });
});

test('without a version, the newest chart is meant', () => {
  expect(first({ groups: { a: group({ specs: { s: { name: 'iter8' } } }) } })?.releases[0]?.version).toBe('*');
});

test('what helm has set to null is not there', () => {
  expect(read({ groups: { a: null, b: group({ specs: { s: null, t: { name: 'iter8' } } }) } })).toMatchObject({
    problems: [],
    groups: [{ name: 'b', releases: [{ name: 'autox-b-t' }] }],
  });
});

test.each<[string, unknown, string]>([
  ['is no map', 'text', 'a: groups.a: it has to be a map with a trigger and specs'],
  ['has no trigger', group({ trigger: undefined }), 'a: groups.a.trigger: missing'],
  ['has a trigger without a name', group({ trigger: { ...trigger, name: '' } }), 'a: groups.a.trigger.name: missing'],
  ['has an impossible namespace', group({ trigger: { ...trigger, namespace: 'A_B' } }), '"A_B" is not allowed'],
  ['has no specs', group({ specs: {} }), 'a: groups.a.specs: missing'],
  ['has a spec that is no map', group({ specs: { s: 'x' } }), 'a: groups.a.specs.s: it has to be a map'],
  ['has a spec without a chart', group({ specs: { s: {} } }), 'a: groups.a.specs.s.name: missing'],
  ['has a bad chart version', group({ specs: { s: { name: 'c', version: 'new' } } }), '"new" is no version of a chart'],
  ['has values that are no map', group({ specs: { s: { name: 'c', values: [1] } } }), 'a: groups.a.specs.s.values: it'],
  ['has values that are no YAML', group({ specs: { s: { name: 'c', values: 'a: [' } } }), 'the text is no YAML'],
  ['has a name that no release can have', group({ specs: { S: { name: 'c' } } }), '"autox-a-S" is not allowed'],
])('a group that %s is left out and told, and the others work on', (_, bad, message) => {
  const values = { groups: { a: bad, other: group({ trigger: { ...trigger, name: 'other' } }) } };
  expect(problems(values)).toEqual([expect.stringContaining(message)]);
  expect(read(values)).toMatchObject({ groups: [{ name: 'other' }], leftOut: new Set(['a']), isWhole: true });
});

test('without a repository anywhere, one is missing', () => {
  expect(problems({ defaultRepoURL: '', groups: { a: group() } })).toEqual([
    expect.stringContaining('a: groups.a.specs.iter8.repoURL: missing'),
  ]);
});

test('of two groups on one trigger the first keeps it, whichever way its resource is written', () => {
  const values = { groups: { a: group(), b: group({ trigger: { ...trigger, resource: 'deployment' } }) } };
  expect(problems(values)).toEqual([expect.stringContaining('b: groups.b: groups.a has the same trigger')]);
  expect(read(values).groups).toMatchObject([{ name: 'a' }]);
});

test('of two releases of one name the first keeps it', () => {
  const specs = (name: string) => ({ [name]: { name: 'iter8' } });
  const other = { ...trigger, name: 'other' };
  const values = {
    groups: { 'a-b': group({ specs: specs('c') }), a: group({ specs: specs('b-c'), trigger: other }) },
  };
  expect(problems(values)).toEqual([expect.stringContaining('groups.a-b has a release autox-a-b-c, too')]);
});

test('a group has one release of a name', () => {
  const releaseSpec = [{ name: 'iter8' }, { name: 'iter8' }];
  expect(problems({ chartGroups: { a: { trigger, releaseSpec } } })).toEqual([
    expect.stringContaining('chartGroups.a has a release autox-a-iter8, too'),
  ]);
});

test('one group of each form cannot have the same name', () => {
  const releaseSpec = [{ name: 'other' }];
  const values = {
    groups: { a: group() },
    chartGroups: { a: { trigger: { ...trigger, name: 'other' }, releaseSpec } },
  };
  expect(problems(values)).toEqual([expect.stringContaining('groups.a has the same name')]);
});

test('groups that nobody can read are told', () => {
  expect(read({ groups: [] })).toMatchObject({ isWhole: false, groups: [], problems: [{ group: '', path: 'groups' }] });
});

test('without settings of Argo CD, those of its manifests hold', () => {
  expect(readConfig({}, { parseYaml })).toMatchObject({
    argocd: { namespace: 'argocd', project: 'default', server: 'https://kubernetes.default.svc' },
    installer: 'argocd',
    problems: [],
  });
});

test('a problem says which object the trigger is, where that can be read', () => {
  const said = (one: unknown) => read({ groups: { bad: one } }).problems.map((problem) => problem.trigger);
  expect(said(group({ specs: {} }))).toEqual([trigger]);
  expect(said(group({ trigger: { name: 'httpbin' } }))[0]).toBeUndefined();
});
