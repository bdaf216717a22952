// SLOs under chaos, as examples/slos-under-chaos has it: pods are deleted while the load runs. By hand, and by AutoX.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { application, launched } from '../autox/argocd.ts';
import { useAutox } from '../autox/autox.ts';
import { finished, type Lab, ok, root, run, site, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const example = path.join(root, 'examples/slos-under-chaos');
const crds = path.join(root, 'test/e2e/litmus/crds.yaml');
const standIn = readFileSync(path.join(root, 'test/e2e/litmus/pod-delete.cjs'), 'utf8');
const engine = 'litmuschaos-httpbin';
const group = 'slos-under-chaos';

interface Engine extends KubeObject {
  spec?: { engineState: string };
  status?: { engineStatus?: string; experiments?: { name: string; verdict: string }[] };
}

let isOurs = false; // the types, and not those of a Litmus that is there

beforeAll(async () => {
  isOurs = (await run('kubectl', ['get', 'crd', 'chaosengines.litmuschaos.io'])).code !== 0;
  if (!isOurs) return;
  await ok('kubectl', ['apply', '-f', crds]);
  await ok('kubectl', ['wait', '--for=condition=Established', '-f', crds, '--timeout=30s']);
});
afterAll(async () => {
  if (isOurs) await ok('kubectl', ['delete', '-f', crds, '--wait=false']);
});

describe('with three replicas', () => {
  const lab = useLab();

  test('the chart is taken by the API server as it is: no field of it is unknown', async () => {
    await deploy(lab, 3);
    await chaos(lab);
    const checked = ['template', 'httpbin', 'litmuschaos', '--repo', site().repo, '-f', `${example}/chaos.yaml`];
    const input = await lab.helm(...checked);
    const strict = ['-n', lab.namespace, 'apply', '--dry-run=server', '--validate=strict', '-f', '-'];
    expect(await run('kubectl', strict, { input })).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('unknown'),
    });
    const wrong = input.replace('engineState: active', 'engineState: awake');
    expect((await run('kubectl', strict, { input: wrong })).stderr).toContain('engineState');
  });

  test('the SLOs are satisfied while pods are deleted', async () => {
    const deleted = await underChaos(lab);
    expect(deleted.length).toBeGreaterThanOrEqual(3);
    const { code, stderr } = await lab.iter8('k', 'assert', '-g', group, '-c', 'completed,nofailure,slos');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('all conditions were satisfied') });
  });

  test('the engine says that it is done', async () => {
    const { status } = await until('the end of the engine', async () => {
      const found = await lab.json<Engine>('get', 'chaosengine', engine);
      return found.status?.engineStatus === 'completed' ? found : undefined;
    });
    expect(status?.experiments).toMatchObject([{ name: 'pod-delete', verdict: 'Pass' }]);
  });
});

describe('with one replica', () => {
  const lab = useLab();

  test('the same SLOs are violated: every pod that is deleted is an outage', async () => {
    await deploy(lab, 1);
    await chaos(lab);
    const deleted = await underChaos(lab);
    expect(deleted.length).toBeGreaterThanOrEqual(2);
    const { code, stderr } = await lab.iter8('k', 'assert', '-g', group, '-c', 'completed,nofailure');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('all conditions were satisfied') });
    const judged = await lab.iter8('k', 'assert', '-g', group, '-c', 'slos');
    expect(judged).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/SLO http\/error-rate <= 0\.05 is violated/),
    });
  });
});

describe('without the engine', () => {
  const lab = useLab();

  test('the experiment does not start, and says what it waited for', async () => {
    await deploy(lab, 1);
    await experiment(lab, '--set', 'ready.timeout=3s');
    expect(await finished(lab, `${group}-1-job`)).toBe('Failed');
    const { stdout } = await lab.iter8('k', 'report', '-g', group, '-o', 'json');
    expect(stdout).toContain(`chaos engine ${engine} in namespace ${lab.namespace} is not ready after 3s`);
  });
});

describe('under AutoX, as docs/autox.md has it', () => {
  const lab = useLab();
  const autox = useAutox(() => lab.namespace);
  const [chaosRelease, release] = ['autox-flow-litmus-chaos', 'autox-flow-litmus-iter8'];
  const ours = `litmuschaos-${chaosRelease}`;
  const engineNow = () => lab.json<Engine>('get', 'chaosengine', ours);
  const version = (of: string) =>
    lab.kubectl('label', 'deployment', 'httpbin', `app.kubernetes.io/version=${of}`, '--overwrite');

  test('a version starts chaos and experiment together, and the SLOs are satisfied', async () => {
    await deploy(lab, 3);
    await version('1.0.0');
    await autox.install('autox', [], 'install', { groups: { 'flow-litmus': groupIn(lab.namespace, ours) } });
    await until('the engine', engineNow);
    await lab.apply(litmus(ours));
    expect(await finished(lab, `${release}-1-job`)).toBe('Complete');
    expect((await deletedWhile(lab, release)).length).toBeGreaterThanOrEqual(2);
    const { code, stderr } = await lab.iter8('k', 'assert', '-g', release, '-c', 'completed,nofailure,slos');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('all conditions were satisfied') });
  });

  test('chaos that is done stays done: Argo CD does not make its engine active again', async () => {
    await until('the end of the engine', async () =>
      (await engineNow()).spec?.engineState === 'stop' ? true : undefined,
    );
    await sleep(20_000); // Argo CD mends after 5 s what it does not ignore
    const { spec, status } = await engineNow();
    expect([spec?.engineState, status?.engineStatus]).toEqual(['stop', 'completed']);
    expect((await application(chaosRelease))?.status?.sync?.status).toBe('Synced');
  });

  test('a new version starts both anew', async () => {
    const before = [await application(chaosRelease), await application(release)];
    await version('2.0.0');
    await Promise.all([launched(chaosRelease, before[0]), launched(release, before[1])]);
    const { spec } = await until('a new engine', engineNow);
    expect(spec?.engineState).toBe('active');
    expect(await finished(lab, `${release}-1-job`)).toBe('Complete');
  });
});

// The example of the page, in a third of its time.
function groupIn(namespace: string, waitsFor: string): object {
  const trigger = { name: 'httpbin', namespace, group: 'apps', version: 'v1', resource: 'deployments' };
  const values = {
    iter8Image: site().image,
    tasks: ['ready', 'http', 'assess'],
    runner: 'job',
    ready: { deploy: 'httpbin', chaosengine: waitsFor },
    http: { url: `http://httpbin.${namespace}/get`, duration: '20s' },
    assess: { SLOs: { upper: { 'http/error-rate': 0.05 } } },
  };
  const chaos = { applabel: 'app=httpbin', totalChaosDuration: '30', chaosInterval: '4' };
  return { trigger, specs: { chaos: { name: 'litmuschaos', values: chaos }, iter8: { name: 'iter8', values } } };
}

// Pods end as careful apps do: they go on while others still believe that they are there.
async function deploy(lab: Lab, replicas: number): Promise<void> {
  await lab.apply(...httpbin());
  const lifecycle = { preStop: { sleep: { seconds: 1 } } };
  const spec = { replicas, template: { spec: { containers: [{ name: 'httpbin', lifecycle }] } } };
  await lab.kubectl('patch', 'deployment', 'httpbin', '-p', JSON.stringify({ spec }));
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
}

// The example, in a third of its time, and somebody who does what Litmus would do.
async function chaos(lab: Lab): Promise<void> {
  const values = ['-f', `${example}/chaos.yaml`, '--set', 'totalChaosDuration=30', '--set', 'chaosInterval=4'];
  await lab.helm('install', 'httpbin', 'litmuschaos', '--repo', site().repo, ...values);
}

// Without the SLO on latencies: of machines that are busy with other things nothing can be said.
async function experiment(lab: Lab, ...more: string[]): Promise<void> {
  const url = `http://httpbin.${lab.namespace}/get`;
  const changes = ['http.duration=20s', 'assess.SLOs.upper.http/latency-p95=null'];
  const sets = [`iter8Image=${site().image}`, `http.url=${url}`, ...changes].flatMap((set) => ['--set', set]);
  await lab.helm('install', group, 'iter8', '--repo', site().repo, '-f', `${example}/values.yaml`, ...sets, ...more);
}

// The pods that were deleted while the load ran.
async function underChaos(lab: Lab): Promise<string[]> {
  await experiment(lab);
  await lab.apply(litmus(engine));
  expect(await finished(lab, `${group}-1-job`)).toBe('Complete');
  return deletedWhile(lab, group);
}

async function deletedWhile(lab: Lab, experimentOf: string): Promise<string[]> {
  const [load] = (await lab.document(experimentOf))?.details?.loads ?? [];
  const said = (await lab.kubectl('logs', 'litmus')).split('\n').filter((line) => line !== '');
  return said
    .map((line): { deleted: string; at: number } => JSON.parse(line))
    .filter(({ at }) => at > (load?.firstSend ?? Number.NaN) && at < (load?.lastSend ?? Number.NaN))
    .map(({ deleted }) => deleted);
}

function litmus(of: string): object {
  const container = {
    name: 'litmus',
    image: site().image,
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', standIn, of],
    env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'litmus' },
    spec: { serviceAccountName: of, restartPolicy: 'Never', containers: [container] },
  };
}
