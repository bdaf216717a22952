import { load } from 'js-yaml';
import type { KubeObject } from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';
import { applicationOf, isOurs } from './application.ts';
import { group, release } from './group.fixture.ts';

const owner = { name: 'autox', uid: 'u1' };
const made = applicationOf(group, { release, key: 'k', version: '2.0.0' }, owner);

function valuesIn({ spec }: KubeObject): unknown {
  const source = isMap(spec) ? spec.source : undefined;
  const helm = isMap(source) ? source.helm : undefined;
  return load(isMap(helm) ? String(helm.values) : '');
}

test('an Application is what Argo CD needs to install the release, and no more', () => {
  expect(made).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'autox-httpbin-iter8',
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': 'httpbin' },
      annotations: { 'iter8.tools/autox-key': 'k', 'iter8.tools/autox-version': '2.0.0' },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'autox', uid: 'u1' }],
    },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://charts.test',
        chart: 'iter8',
        targetRevision: '1.0.0',
        helm: { releaseName: 'autox-httpbin-iter8', values: expect.any(String) },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
      ignoreDifferences: [
        {
          group: '',
          kind: 'Secret',
          name: 'autox-httpbin-iter8',
          namespace: 'default',
          jsonPointers: ['/data', '/metadata/annotations'],
        },
        { group: 'litmuschaos.io', kind: 'ChaosEngine', jsonPointers: ['/spec/engineState'] },
      ],
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
  });
});

test.each([
  ['oci://registry.test/charts', 'registry.test/charts'],
  ['oci://registry.test:5000/charts/', 'registry.test:5000/charts'],
  ['registry.test/charts', 'registry.test/charts'],
  ['https://charts.test/oci://', 'https://charts.test/oci://'],
])('the repository %s is one that Argo CD finds charts in', (repoURL, source) => {
  const { spec } = applicationOf(group, { release: { ...release, repoURL }, key: 'k', version: '' }, owner);
  expect(spec).toMatchObject({ source: { repoURL: source, chart: 'iter8' } });
});

test('the values reach helm as they were given', () => {
  const values = {
    tasks: ['http'],
    text: 'on',
    line: 'a\u2028b\u0085c\ufeff\n "quoted"',
    n: 0.5,
    no: null,
    m: { 1: '1' },
  };
  expect(valuesIn(applicationOf(group, { release: { ...release, values }, key: 'k', version: '' }, owner))).toEqual(
    values,
  );
});

test('what was made is ours', () => {
  expect(isOurs(made, owner)).toBe(true);
});

test.each<[string, Partial<KubeObject['metadata']>]>([
  ['another manager', { labels: { 'app.kubernetes.io/managed-by': 'helm' } }],
  ['no labels', { labels: {} }],
  ['no key', { annotations: {} }],
  ['no owner', { ownerReferences: [] }],
  ['another owner', { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'autox', uid: 'u2' }] }],
])('an Application with %s is not ours', (_, changes) => {
  expect(isOurs({ ...made, metadata: { ...made.metadata, ...changes } }, owner)).toBe(false);
});
