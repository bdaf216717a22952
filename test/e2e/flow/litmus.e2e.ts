// SLOs under chaos, as examples/slos-under-chaos has it: pods are deleted while the load runs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { finished, type Lab, ok, root, run, site, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const example = path.join(root, 'examples/slos-under-chaos');
const crds = path.join(root, 'test/e2e/litmus/crds.yaml');
const standIn = readFileSync(path.join(root, 'test/e2e/litmus/pod-delete.cjs'), 'utf8');
const engine = 'litmuschaos-httpbin';
const group = 'slos-under-chaos';

interface Engine extends KubeObject {
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
  await lab.apply(litmus());
  expect(await finished(lab, `${group}-1-job`)).toBe('Complete');
  const [load] = (await lab.document(group))?.details?.loads ?? [];
  const said = (await lab.kubectl('logs', 'litmus')).split('\n').filter((line) => line !== '');
  return said
    .map((line): { deleted: string; at: number } => JSON.parse(line))
    .filter(({ at }) => at > (load?.firstSend ?? Number.NaN) && at < (load?.lastSend ?? Number.NaN))
    .map(({ deleted }) => deleted);
}

function litmus(): object {
  const container = {
    name: 'litmus',
    image: site().image,
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', standIn, engine],
    env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'litmus' },
    spec: { serviceAccountName: engine, restartPolicy: 'Never', containers: [container] },
  };
}
