import type { KubeObject } from '../model/cluster.ts';
import { desiredOf } from './desired.ts';
import { deployment, group, older, release, versioned } from './group.fixture.ts';
import type { Group } from './group.ts';

const keyOf = (of: Group, trigger: KubeObject) => desiredOf(of, trigger).releases[0]?.key;
const withMetadata = (object: KubeObject, metadata: Record<string, unknown>): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, ...metadata },
});
const strict = { ...group, requireLabel: true };

describe('a group', () => {
  test('runs its releases where the trigger has a version', () => {
    expect(desiredOf(group, versioned('1.0.0'))).toEqual({
      releases: [{ release, version: '1.0.0', key: expect.stringMatching(/^[0-9a-f]{32}$/) }],
      because: 'deployments.apps httpbin in namespace default has version 1.0.0',
    });
  });

  test.each<[string, Group, KubeObject | undefined, RegExp]>([
    ['there is no trigger', group, undefined, /^there is no deployments.apps httpbin/],
    ['the trigger is going', group, withMetadata(versioned('1'), { deletionTimestamp: 'now' }), /is being deleted/],
    ['it has no version label', group, deployment({ app: 'httpbin' }), /has no label app.kubernetes.io\/version/],
    ['it has no labels', group, withMetadata(deployment(), { labels: undefined }), /has no label/],
    ['its version label is empty', group, versioned(''), /has no label app.kubernetes.io\/version/],
    ['autox=false', group, versioned('1', { 'iter8.tools/autox': 'false' }), /iter8.tools\/autox=false/],
    ['the label is required and missing', strict, versioned('1'), /has no label iter8.tools\/autox=true/],
    ['the label is required and false', strict, versioned('1', { 'iter8.tools/autox': 'false' }), /autox=false/],
  ])('runs nothing where %s, and says so', (_, of, trigger, because) => {
    expect(desiredOf(of, trigger)).toEqual({ releases: [], because: expect.stringMatching(because) });
  });

  test('runs where the label is required and true', () => {
    expect(desiredOf(strict, versioned('1', { 'iter8.tools/autox': 'true' })).releases).toHaveLength(1);
  });

  test.each<[string, Group, KubeObject]>([
    ['the version', group, versioned('2')],
    ['the name', group, versioned('1', { 'app.kubernetes.io/name': 'n' })],
    ['the track', group, versioned('1', { 'iter8.tools/track': 't' })],
    ['the UID: it was made anew', group, withMetadata(versioned('1'), { uid: 'other' })],
    ['a value of the spec', { ...group, releases: [{ ...release, values: { tasks: ['grpc'] } }] }, versioned('1')],
    ['the version of the chart', { ...group, releases: [{ ...release, version: '1.0.1' }] }, versioned('1')],
    ['the repository', { ...group, releases: [{ ...release, repoURL: 'https://other.test' }] }, versioned('1')],
    ['the namespace of the release', { ...group, releases: [{ ...release, namespace: 'n' }] }, versioned('1')],
    ['the project', { ...group, argocd: { ...group.argocd, project: 'p' } }, versioned('1')],
  ])('runs anew with another key where %s changes', (_, of, trigger) => {
    expect(keyOf(of, trigger)).not.toBe(keyOf(group, versioned('1')));
  });

  test.each<[string, KubeObject]>([
    ['another label', versioned('1', { hello: 'world' })],
    ['the AutoX label', versioned('1', { 'iter8.tools/autox': 'true' })],
    ['the spec of the trigger', { ...versioned('1'), spec: { replicas: 2 } }],
    ['its status', { ...versioned('1'), status: { ready: 1 } }],
  ])('goes on where %s changes', (_, trigger) => {
    expect(keyOf(group, trigger)).toBe(keyOf(group, versioned('1')));
  });

  test('has a key that does not depend on the order of its values', () => {
    const [one, other] = [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
    ].map((values) => keyOf({ ...group, releases: [{ ...release, values }] }, versioned('1')));
    expect(one).toBe(other);
  });
});

describe('a group of the older form', () => {
  const labelled = (labels: Record<string, string> = {}) =>
    deployment({ 'iter8.tools/autox-group': 'httpbin', ...labels });

  test('runs its releases where the trigger has its label, with or without a version', () => {
    expect(desiredOf(older, labelled()).releases).toMatchObject([{ release, version: '' }]);
  });

  test.each<[string, KubeObject | undefined, RegExp]>([
    ['there is no trigger', undefined, /^there is no/],
    ['it has no label', versioned('1'), /has no label iter8.tools\/autox-group=httpbin/],
    ['it has the label of another group', labelled({ 'iter8.tools/autox-group': 'other' }), /has no label/],
  ])('runs nothing where %s', (_, trigger, because) => {
    expect(desiredOf(older, trigger)).toEqual({ releases: [], because: expect.stringMatching(because) });
  });

  test.each<[string, KubeObject]>([
    ['a label', labelled({ hello: 'world' })],
    ['an annotation', withMetadata(labelled(), { annotations: { a: 'b' } })],
    ['the spec', { ...labelled(), spec: { replicas: 2 } }],
    ['its UID: it was made anew', withMetadata(labelled(), { uid: 'other' })],
  ])('runs anew with another key where %s changes', (_, trigger) => {
    expect(keyOf(older, trigger)).not.toBe(keyOf(older, labelled()));
  });

  test.each<[string, KubeObject]>([
    ['its status', { ...labelled(), status: { ready: 1 } }],
    ['what the server notes', withMetadata(labelled(), { resourceVersion: '7', generation: 2, managedFields: [{}] })],
    ['what AutoX notes', withMetadata(labelled(), { annotations: { 'iter8.tools/x': 'y' } })],
    ['the revision', withMetadata(labelled(), { annotations: { 'deployment.kubernetes.io/revision': '2' } })],
  ])('goes on where only %s changes', (_, trigger) => {
    expect(keyOf(older, trigger)).toBe(keyOf(older, labelled()));
  });
});
