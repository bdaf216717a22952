// Pods that die, are late, or meet each other: each run ends in a state that is explained, and no result is torn.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Document } from '../../../runner/model/document.ts';
import { finished, type Lab, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();
const base = ['tasks={http}', 'http.url=http://httpbin/get', 'http.qps=50'];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

test('a pod that is killed in the middle of its load leaves what it had saved, and its end is told', async () => {
  await lab.experiment('killed', [...base, 'http.duration=300s', 'runner=job']);
  await running(lab, 'killed');
  await kill(lab, 'killed');
  expect(await finished(lab, 'killed-1-job')).toBe('Failed');
  const document = await lab.document('killed');
  expect(document?.details?.steps[0]?.state).toBe('running'); // nobody was left to say more
  const asserted = await lab.iter8('k', 'assert', '-g', 'killed', '-c', 'completed,nofailure', '--timeout', '60s');
  expect(asserted.code).toBe(4);
  expect(asserted.stderr).toContain('the run ended without finishing');
  expect(asserted.stderr).toContain('Job killed-1-job failed');
  const { stdout } = await lab.iter8('k', 'report', '-g', 'killed');
  expect(stdout).toContain('Experiment completed: false');
});

test('a pod that is deleted saves what it has, and says that it was interrupted', async () => {
  await lab.experiment('stopped', [...base, 'http.duration=300s', 'runner=job']);
  await running(lab, 'stopped');
  await lab.kubectl('delete', 'pod', '-l', 'iter8.tools/group=stopped', '--wait=true');
  const document = await until('the last word', async () => {
    const seen = await lab.document('stopped');
    return seen?.details?.state === 'interrupted' ? seen : undefined;
  });
  expect(document.details?.loads[0]).toMatchObject({ partial: true });
  expect(document.details?.loads[0]?.sent).toBeGreaterThan(0);
});

test('the loop after one whose pod was killed tells of it and counts on', async () => {
  await lab.experiment('cron', [...base, 'http.duration=300s', 'runner=cronjob', 'cronjobSchedule=0 0 1 1 *']);
  await lab.kubectl('create', 'job', 'one', '--from=cronjob/cron-1-cronjob');
  await running(lab, 'cron');
  await kill(lab, 'cron');
  expect(await finished(lab, 'one')).toBe('Failed');
  await lab.kubectl('create', 'job', 'two', '--from=cronjob/cron-1-cronjob');
  const document = await until('the second loop', async () => {
    const seen = await lab.document('cron');
    return seen?.details?.loop === 2 ? seen : undefined;
  });
  expect(document.details?.notes).toMatchObject([{ kind: 'aborted', subject: 'loop 1' }]);
  await lab.kubectl('delete', 'job', 'two', '--wait=false');
});

test.each([0, 100, 200, 300, 400, 600, 900])(
  'a kill %d ms after the pod runs, in the middle of its first saves, leaves a document that is whole or none',
  async (after) => {
    const group = `torn-${after}`;
    await lab.experiment(group, [...base, 'http.duration=60s', 'runner=job']);
    await until(`the pod of ${group}`, async () => {
      const phases = await lab.kubectl(
        'get',
        'pods',
        '-l',
        `iter8.tools/group=${group}`,
        '-o',
        'jsonpath={.items[*].status.phase}',
      );
      return phases === 'Running' || undefined;
    });
    await sleep(after);
    await kill(lab, group);
    expect(await finished(lab, `${group}-1-job`)).toBe('Failed');
    const document = await lab.document(group); // parsed whole
    if (document !== undefined) expect(document.details).toMatchObject({ state: 'running', tasks: [{ task: 'http' }] });
    const { code, stderr } = await lab.iter8('k', 'report', '-g', group);
    expect(code).toBe(document === undefined ? 3 : 0);
    expect(stderr).not.toContain('DOCUMENT_CORRUPT');
  },
);

test('an image that cannot be pulled is told as what the experiment waits for', async () => {
  await lab.experiment('unpulled', [...base, 'runner=job', 'iter8Image=registry.invalid/none:1']);
  await until('the pod to wait', async () => {
    const { stderr } = await lab.iter8('k', 'report', '-g', 'unpulled');
    return /has no result yet.*(ErrImagePull|ImagePullBackOff)/.test(stderr) || undefined;
  });
  const asserted = await lab.iter8('k', 'assert', '-g', 'unpulled', '-c', 'completed', '--timeout', '3s');
  expect(asserted.code).toBe(5);
});

test('a Job that may not run as long as its load ends, and its end is told', async () => {
  await lab.experiment('late', [...base, 'http.duration=300s', 'runner=job', 'activeDeadlineSeconds=8']);
  expect(await finished(lab, 'late-1-job')).toBe('Failed');
  const asserted = await lab.iter8('k', 'assert', '-g', 'late', '-c', 'completed', '--timeout', '60s');
  expect(asserted.code).toBe(4);
  const document = await lab.document('late');
  expect(['interrupted', 'running']).toContain(document?.details?.state);
});

test('a pod without room on its disk keeps its result all the same', async () => {
  await lab.experiment('full', [...base, 'http.numRequests=20', 'runner=job', 'suspend=true']);
  const { spec } = await lab.json<JobObject>('get', 'job', 'full-1-job');
  const volumes = spec.template.spec.volumes.map((volume) =>
    volume.emptyDir === undefined ? volume : { ...volume, emptyDir: { medium: 'Memory', sizeLimit: '4Ki' } },
  );
  expect(volumes).not.toEqual(spec.template.spec.volumes);
  const labels = { 'iter8.tools/group': 'full' };
  await lab.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'full', labels },
    spec: { ...spec.template.spec, volumes },
  });
  await lab.kubectl('wait', 'pod/full', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s');
  expect((await lab.document('full'))?.details).toMatchObject({ state: 'completed', loads: [{ sent: 20 }] });
});

async function running(of: Lab, group: string): Promise<Document> {
  return until(`the load of ${group}`, async () => {
    const document = await of.document(group);
    return document?.details?.steps[0]?.state === 'running' ? document : undefined;
  });
}

// kill -9, as the kernel does it when memory runs out: found by what the pod's own environment says. Only where the node's
// processes are those of this machine.
async function kill(of: Lab, group: string): Promise<void> {
  const pod = await of.kubectl(
    'get',
    'pods',
    '-l',
    `iter8.tools/group=${group}`,
    '-o',
    'jsonpath={.items[0].metadata.uid}',
  );
  const pids = await until(
    `a process of pod ${pod}, which is seen where the node is`,
    async () => {
      const own = readdirSync('/proc').filter(
        (name) => /^\d+$/.test(name) && environmentOf(name).includes(`POD_UID=${pod}`),
      );
      return own.length === 0 ? undefined : own;
    },
    5000,
  );
  for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // it has ended
  }
}

interface JobObject {
  spec: { template: { spec: { volumes: { name: string; emptyDir?: object }[] } } };
}
