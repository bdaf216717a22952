import { fakeCluster } from '../../kube/fake/fake-cluster.fixture.ts';
import type { KubeObject, ObjectMeta, ResourceType } from '../../model/cluster.ts';
import { isOver, jobs, podHasEnded, pods, stateOf, workloadOf } from './workload.ts';

const cronJobs: ResourceType = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const events: ResourceType = { group: '', version: 'v1', resource: 'events' };
const kinds: Record<string, string> = { jobs: 'Job', pods: 'Pod', cronjobs: 'CronJob', events: 'Event' };

let cluster: ReturnType<typeof fakeCluster>;
beforeEach(() => {
  cluster = fakeCluster();
});

function put(type: ResourceType, name: string, fields: Record<string, unknown>, metadata: Partial<ObjectMeta> = {}) {
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  const whole = { labels: { 'iter8.tools/group': 'g' }, ...metadata, name };
  const object: KubeObject = { apiVersion, kind: kinds[type.resource] ?? '', metadata: whole, ...fields };
  return cluster.put({ ...type, namespace: 'default', name }, object);
}

const of = (owner: KubeObject): Partial<ObjectMeta> => ({
  ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: owner.metadata.name, uid: owner.metadata.uid ?? '' }],
});

async function workload() {
  const found = await workloadOf(cluster, 'g');
  if (found === undefined) throw new Error('it cannot be seen');
  return found;
}

describe('why there is no result', () => {
  test.each([
    [
      'a pod that was evicted',
      { phase: 'Failed', reason: 'Evicted', message: 'the node was low on memory' },
      'pod p is Failed (Evicted: the node was low on memory)',
    ],
    [
      'a pod whose container is not the first',
      {
        phase: 'Running',
        containerStatuses: [
          { name: 'a-proxy', state: { running: {} } },
          { name: 'iter8', state: { waiting: { reason: 'CreateContainerConfigError', message: 'no such key' } } },
        ],
      },
      'pod p is waiting: CreateContainerConfigError: no such key',
    ],
    [
      'a pod that ended without a word',
      { phase: 'Failed', containerStatuses: [{ name: 'iter8', state: { terminated: { exitCode: 1 } } }] },
      'pod p ended with exit code 1',
    ],
    ['a pod without a status', {}, 'pod p is in an unknown phase'],
  ])('%s', async (_, status, said) => {
    put(pods, 'p', { status }, of(put(jobs, 'j', {})));
    expect(stateOf(await workload())).toBe(`Job j is running: ${said}`);
  });

  test('is that of the latest Job, and of the latest of its pods', async () => {
    const at = (second: number) => ({ creationTimestamp: `2023-01-11T14:43:0${second}Z` });
    const [first, second] = [put(jobs, 'z', {}, at(1)), put(jobs, 'a', {}, at(2))];
    put(pods, 'a-1', { status: { phase: 'Failed' } }, { ...of(second), ...at(3) });
    put(pods, 'a-0', { status: { phase: 'Pending' } }, { ...of(second), ...at(4) });
    put(pods, 'z-1', { status: { phase: 'Running' } }, { ...of(first), ...at(5) });
    expect(stateOf(await workload())).toBe('Job a is running: pod a-0 is Pending');
  });
});

describe('what the kubelet warns of', () => {
  const warn = (pod: KubeObject, type = 'Warning', uid = pod.metadata.uid) => {
    const involvedObject = { kind: 'Pod', name: pod.metadata.name, uid };
    put(events, `${pod.metadata.name}.${type}`, {
      involvedObject,
      type,
      reason: 'FailedMount',
      message: 'secret "mine" not found',
    });
  };
  const starting = (phase: string) => {
    const job = put(jobs, 'j', {});
    return put(pods, 'p', { status: { phase } }, of(job));
  };

  test('is told of a pod that does not start', async () => {
    warn(starting('Pending'));
    expect(stateOf(await workload())).toBe('Job j is running: pod p is Pending; FailedMount: secret "mine" not found');
  });

  test('is not told of one that runs, nor of an older one of that name, nor where it is no warning', async () => {
    const running = starting('Running');
    warn(running);
    expect(stateOf(await workload())).toBe('Job j is running: pod p is Running');
    warn(starting('Pending'), 'Normal');
    warn(running, 'Warning', 'another');
    expect(stateOf(await workload())).toBe('Job j is running: pod p is Pending');
  });

  test('is left out where events may not be listed', async () => {
    warn(starting('Pending'));
    cluster.fail({ verb: 'list', resource: 'events' }, 'forbidden');
    expect(stateOf(await workload())).toBe('Job j is running: pod p is Pending');
  });
});

test('what is suspended is told as that', async () => {
  put(cronJobs, 'c', { spec: { schedule: '* * * * *', suspend: true } });
  expect(stateOf(await workload())).toBe('its CronJob (* * * * *) is suspended');
  put(jobs, 'j', { spec: { suspend: true } });
  expect(stateOf(await workload())).toBe('Job j is suspended');
});

test('a Job that is about to fail counts as failed', async () => {
  put(jobs, 'j', { status: { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'DeadlineExceeded' }] } });
  expect(isOver(await workload())).toBe(true);
});

test('it is not over while one of the Jobs is not, nor where a CronJob makes more', async () => {
  put(jobs, 'one', { status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  put(jobs, 'two', { status: { conditions: [{ type: 'Suspended', status: 'True' }] } });
  expect(isOver(await workload())).toBe(false);
  put(jobs, 'two', { status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  expect(isOver(await workload())).toBe(true);
  put(cronJobs, 'c', { spec: { schedule: '* * * * *' } });
  expect(isOver(await workload())).toBe(false);
});

test('objects of other groups are none of its business', async () => {
  put(jobs, 'other', {}, { labels: { 'iter8.tools/group': 'other' } });
  expect(await workload()).toEqual({
    jobs: [],
    pods: [],
    schedule: undefined,
    timeZone: undefined,
    isPaused: false,
    warning: undefined,
    owners: [],
  });
});

test('a pod has ended when it is gone, or says so; of pods nobody may see nothing is known', async () => {
  const uidOf = (name: string, phase: string) => ({ uid: put(pods, name, { status: { phase } }).metadata.uid ?? '' });
  const [running, succeeded, broken] = [uidOf('a', 'Running'), uidOf('b', 'Succeeded'), uidOf('c', 'Failed')];
  const all = await workload();
  const ended = [running, succeeded, broken, { uid: 'gone' }].map((pod) => podHasEnded(all, pod));
  expect(ended).toEqual([false, true, true, true]);
  expect(podHasEnded(undefined, running)).toBeUndefined();
});

test.each(['jobs', 'cronjobs', 'pods'])(
  'where %s may not be listed nothing is known, and that is no error',
  async (resource) => {
    cluster.fail({ verb: 'list', resource }, 'forbidden');
    expect(await workloadOf(cluster, 'g')).toBeUndefined();
  },
);

test('any other refusal is an error, and not taken for an empty list', async () => {
  cluster.fail({ verb: 'list', resource: 'jobs' }, 'network');
  await expect(workloadOf(cluster, 'g')).rejects.toMatchObject({ code: 'UNREACHABLE' });
});
