import { troubleOf } from './trouble.ts';

// As Argo CD 3.1 has them.
const wrapped = (command: string, said: string) =>
  `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ${command} failed exit status 1: Error: ${said}`;
const pull = 'error fetching chart: failed to get command args to log: `helm pull --destination /tmp/33732f70 iter8`';
const application = (status: unknown) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'autox-httpbin-iter8' },
  status,
});
const compared = (message: string) => application({ conditions: [{ type: 'ComparisonError', message }] });
const synced = (operationState: unknown) => application({ operationState });

test.each<[string, string, string]>([
  [
    'a version that does not exist',
    wrapped(pull, 'chart "iter8" version "9.9.9" not found in https://charts.test repository'),
    'chart "iter8" version "9.9.9" not found in https://charts.test repository',
  ],
  [
    'values that the chart refuses, line by line',
    wrapped(
      '`helm template .`',
      "values don't meet the specifications of the schema(s) in the following chart(s):\niter8:\n- at '/http': additional properties 'qqps' not allowed",
    ),
    "values don't meet the specifications of the schema(s) in the following chart(s): iter8: - at '/http': additional properties 'qqps' not allowed",
  ],
  [
    'a repository that is away',
    'Failed to load target state: failed to generate manifest for source 1 of 1: error loading repo index: 404',
    'error loading repo index: 404',
  ],
  [
    'a project that does not exist',
    'Application referencing project x which does not exist',
    'Application referencing project x which does not exist',
  ],
])('%s is told in the words of who found it', (_, message, told) => {
  expect(troubleOf(compared(message))).toBe(told);
});

test.each([
  [
    'of addresses',
    wrapped(pull, 'looks like "https://me:s3cr3t@charts.test" is no repository: Get "https://me:s3cr3t@charts.test/i"'),
  ],
  ['that a pattern refuses', wrapped(pull, "- at '/token': 's3cr3t' does not match pattern '^x$'")],
  ['that a format refuses', wrapped(pull, "- at '/token': 's3cr3t' is not valid email: missing @")],
  ['that the API server refuses', 'Job "a" is invalid: spec.x: Invalid value: "s3cr3t \\" s3cr3t": must be b'],
])('secrets %s are not shown', (_, message) => {
  expect(troubleOf(compared(message))).not.toContain('s3cr3t');
});

test.each<[unknown, string | undefined]>([
  [{ phase: 'Failed', message: 'one or more objects failed to apply' }, 'one or more objects failed to apply'],
  [{ phase: 'Error', message: '' }, 'the sync ended with Error'],
  [{ phase: 'Running', message: 'waiting for healthy state' }, undefined],
  [{ phase: 'Running', retryCount: 2, message: 'it failed. Retrying attempt #2 at 9:05PM.' }, 'it failed'],
  [{ phase: 'Succeeded', retryCount: 2, message: 'successfully synced' }, undefined],
])('the sync %j: %j', (operation, told) => {
  expect(troubleOf(synced(operation))).toBe(told);
});

test('the same failure is the same message, whatever was random in it', () => {
  const at = (port: number, id: string) =>
    troubleOf(compared(`/tmp/${id}: dial tcp: read udp 10.1.2.3:${port}->10.96.0.10:53: i/o timeout`));
  expect(at(1234, '33732f70-7fc3-43f0-a217-fd8f7dfb1756')).toBe(at(5678, 'b6e17e66-121a-4c3d-80ba-8a9d3422747f'));
});

test.each([undefined, {}, { conditions: [{ type: 'SharedResourceWarning', message: 'shared' }] }])(
  'with the status %j all is well',
  (status) => {
    expect(troubleOf(application(status))).toBeUndefined();
  },
);

test.each([
  ['gone already is no trouble', 'rolebindings.rbac.authorization.k8s.io "autox-web-iter8" not found', undefined],
  ['not to be deleted is one', 'a webhook is away', 'a webhook is away'],
])('an object that is %s', (_, message, told) => {
  expect(troubleOf(application({ conditions: [{ type: 'DeletionError', message }] }))).toBe(told);
});
