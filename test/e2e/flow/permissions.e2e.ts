// What the pod may do and what it may not, as the API server sees it.
import { referenceTo } from '../../../runner/model/secret-reference.ts';
import { finished, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab({ 'pod-security.kubernetes.io/enforce': 'restricted' });
const group = 'least';
const canary = 'canary-7f3a9d51c0';

beforeAll(async () => {
  const secure = {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const [deployment, service] = httpbin() as [
    { spec: { template: { spec: { containers: Record<string, unknown>[] } } } },
    object,
  ];
  Object.assign(deployment.spec.template.spec.containers[0] ?? {}, { securityContext: secure });
  await lab.apply(deployment, service);
  await lab.kubectl('create', 'secret', 'generic', 'mine', `--from-literal=token=${canary}-mine`);
  await lab.experiment(group, [
    'tasks={ready,http}',
    'ready.deploy=httpbin',
    'ready.service=httpbin',
    `http.url=http://user:${canary}-url@httpbin/get`,
    'http.numRequests=20',
    'http.qps=100',
    `http.headers.Authorization=Bearer ${canary}-header`,
    `http.headers.X-Token=${referenceTo('token')}`,
    'http.expect.bodyMatches=Bearer [a-z]+-[0-9a-f]+-header[^]*[a-z]+-[0-9a-f]+-mine',
    'secretRef=mine',
    'runner=job',
    'runAsUser=54321',
    'logLevel=trace',
  ]);
  await until('a pod', async () => {
    const pods = await lab.kubectl('get', 'pods', '-l', `iter8.tools/group=${group}`, '-o', 'name');
    return pods === '' ? undefined : pods;
  });
});

test('it runs under the restricted Pod Security Standard, as any user', async () => {
  expect(await finished(lab, `${group}-1-job`)).toBe('Complete');
});

test('the service account may read and write what it needs, and nothing more', async () => {
  const who = `system:serviceaccount:${lab.namespace}:${group}-iter8-sa`;
  const list = await lab.kubectl('auth', 'can-i', '--list', `--as=${who}`);
  // Rules that every authenticated user has name a non-resource URL or one of the self-reviews.
  const own = list
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s{2,}/).map((cell) => cell.trim()))
    .filter(([resource = '']) => resource !== '' && !/^selfsubject/.test(resource))
    .map(([resource, , names, verbs]) => `${resource} ${names} ${verbs}`)
    .sort();
  expect(own).toEqual([
    `deployments.apps [httpbin] [get]`,
    `jobs.batch [${group}-1-job] [get]`,
    `secrets [${group}] [get patch]`,
    `services [httpbin] [get]`,
  ]);
});

test('no token is found in the ConfigMap, the result, the logs or any object but its own Secrets', async () => {
  const [log, traced, report] = await Promise.all([
    lab.kubectl('logs', `job/${group}-1-job`),
    lab.iter8('k', 'log', '-g', group, '-l', 'trace'),
    lab.iter8('k', 'report', '-g', group, '-o', 'json'),
  ]);
  expect(log).toContain('task 3: http: completed');
  for (const text of [log, traced.stdout + traced.stderr, report.stdout]) expect(text).not.toContain(canary);
  expect(JSON.stringify(await lab.document(group))).not.toContain(canary);

  const objects = await lab.json<{ items: Item[] }>(
    'get',
    'configmaps,jobs,pods,serviceaccounts,roles,rolebindings,secrets,events',
  );
  const holding = objects.items
    .filter((item) => [item, ...decoded(item)].some((each) => JSON.stringify(each).includes(canary)))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  // Helm's own record of the release holds the values, packed: docs/kubernetes.md says so.
  expect(holding.sort()).toEqual([`Secret ${group}-inputs`, 'Secret mine']);
});

test('the target was sent the tokens', async () => {
  const document = await lab.document(group);
  expect(document?.result).toMatchObject({ failure: false, numCompletedTasks: 3 });
  expect(document?.details?.loads[0]).toMatchObject({ statuses: { 200: 20 }, errors: 0 });
});

interface Item {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
}

function decoded({ data = {} }: Item): string[] {
  return Object.values(data).map((value) => Buffer.from(value, 'base64').toString());
}
