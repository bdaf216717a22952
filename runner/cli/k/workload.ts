// The Jobs and pods of a group: what happened before there is a result, and after whoever wrote it is gone.
import type { Cluster, KubeObject, ResourceType } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import { isMap } from '../../model/maps.ts';

export const jobs: ResourceType = { group: 'batch', version: 'v1', resource: 'jobs' };
const cronJobs: ResourceType = { group: 'batch', version: 'v1', resource: 'cronjobs' };
export const pods: ResourceType = { group: '', version: 'v1', resource: 'pods' };

export interface Workload {
  jobs: Job[]; // the oldest first
  pods: KubeObject[]; // the oldest first
  schedule: string | undefined; // of the CronJob
  timeZone: string | undefined; // of its schedule
  isPaused: boolean; // the CronJob is suspended
  warning: string | undefined; // what the kubelet says of the latest pod, while it does not start
  owners: string[]; // uids of what a result can belong to: the CronJob, else the Jobs
}

interface Job {
  name: string;
  uid: string;
  ended: 'complete' | 'failed' | undefined;
  why: string; // it failed
  isPaused: boolean; // it is suspended
}

export const ofGroup = (group: string): string => `iter8.tools/group=${group}`;

// Undefined where these credentials may not look.
export async function workloadOf(cluster: Cluster, group: string): Promise<Workload | undefined> {
  const selection = { namespace: cluster.namespace, labels: ofGroup(group) };
  try {
    const [ownJobs, ownPods, ownCronJobs] = await Promise.all(
      [jobs, pods, cronJobs].map((type) => cluster.list(type, selection)),
    );
    const [cronJob] = ownCronJobs?.items ?? [];
    const found = inOrder(ownJobs?.items ?? []).map(jobOf);
    const foundPods = inOrder(ownPods?.items ?? []);
    return {
      jobs: found,
      pods: foundPods,
      schedule: textAt(cronJob, 'spec', 'schedule'),
      timeZone: textAt(cronJob, 'spec', 'timeZone'),
      isPaused: isSuspended(cronJob),
      warning: await warningOf(cluster, foundPods.at(-1)),
      owners: cronJob === undefined ? found.map(({ uid }) => uid) : [cronJob.metadata.uid ?? ''],
    };
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'FORBIDDEN') return undefined;
    throw error;
  }
}

const events: ResourceType = { group: '', version: 'v1', resource: 'events' };

// A Secret that is not there, for one, is told in events alone.
async function warningOf(cluster: Cluster, pod: KubeObject | undefined): Promise<string | undefined> {
  if (pod === undefined || textAt(pod, 'status', 'phase') !== 'Pending') return undefined;
  const fields = `involvedObject.name=${pod.metadata.name},type=Warning`;
  try {
    const { items } = await cluster.list(events, { namespace: cluster.namespace, fields });
    const own = items.filter((event) => textAt(event, 'involvedObject', 'uid') === pod.metadata.uid);
    const last = inOrder(own).at(-1);
    return last === undefined ? undefined : words(last);
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'FORBIDDEN') return undefined;
    throw error;
  }
}

export function isOver({ jobs: all, schedule }: Workload): boolean {
  return schedule === undefined && all.length > 0 && all.every(({ ended }) => ended !== undefined);
}

export interface Schedule {
  cron: string;
  timeZone: string | undefined;
  isPaused: boolean;
}

// Of further loops; undefined where there are none.
export function scheduleOf({ schedule, timeZone, isPaused }: Workload): Schedule | undefined {
  return schedule === undefined ? undefined : { cron: schedule, timeZone, isPaused };
}

// Undefined where nobody may look.
export function podHasEnded(workload: Workload | undefined, { uid }: { uid: string }): boolean | undefined {
  if (workload === undefined) return undefined;
  const pod = workload.pods.find(({ metadata }) => metadata.uid === uid);
  const phase = textAt(pod, 'status', 'phase');
  return pod === undefined || phase === 'Succeeded' || phase === 'Failed';
}

// Why there is nothing yet, or nothing more: in a few words.
export function stateOf({ jobs: all, pods: own, schedule, isPaused, warning }: Workload): string {
  const job = all.at(-1);
  if (job === undefined) {
    if (schedule === undefined) return 'it has no Job: runner is none, or the Job was deleted';
    return `its CronJob (${schedule}) ${isPaused ? 'is suspended' : 'has not started a Job yet'}`;
  }
  const pod = own.findLast((each) => each.metadata.ownerReferences?.some(({ uid }) => uid === job.uid));
  const why = warning === undefined || pod !== own.at(-1) ? '' : `; ${warning}`;
  const of = pod === undefined ? '' : `: ${podState(pod)}${why}`;
  if (job.ended === 'failed') return `Job ${job.name} failed (${job.why})${of}`;
  if (job.ended === 'complete') return `Job ${job.name} has completed`;
  if (job.isPaused) return `Job ${job.name} is suspended`;
  return pod === undefined ? `Job ${job.name} has no pod yet` : `Job ${job.name} is running${of}`;
}

function podState(pod: KubeObject): string {
  const { name } = pod.metadata;
  const status = mapAt(pod, 'status');
  const containers = listAt(status, 'containerStatuses');
  const container = containers.find((each) => each.name === 'iter8') ?? containers[0]; // a mesh may have put its own before it
  const waiting = mapAt(container, 'state', 'waiting');
  if (waiting !== undefined) return `pod ${name} is waiting: ${words(waiting)}`;
  const ended = mapAt(container, 'state', 'terminated');
  if (ended !== undefined)
    return `pod ${name} ended with exit code ${String(ended.exitCode)}${inBrackets(words(ended))}`;
  const unscheduled = listAt(status, 'conditions').find(
    ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
  );
  if (unscheduled !== undefined) return `pod ${name} is not scheduled: ${words(unscheduled)}`;
  return `pod ${name} is ${textAt(pod, 'status', 'phase') ?? 'in an unknown phase'}${inBrackets(words(status))}`;
}

function jobOf(job: KubeObject): Job {
  const conditions = listAt(mapAt(job, 'status'), 'conditions');
  const holds = (wanted: string) => conditions.find(({ type, status }) => type === wanted && status === 'True');
  const failed = holds('Failed') ?? holds('FailureTarget');
  const ended = failed !== undefined ? 'failed' : holds('Complete') !== undefined ? 'complete' : undefined;
  const { name, uid = '' } = job.metadata;
  return { name, uid, ended, why: words(failed), isPaused: isSuspended(job) };
}

function isSuspended(object: KubeObject | undefined): boolean {
  return mapAt(object, 'spec')?.suspend === true;
}

function words(of: Record<string, unknown> | undefined): string {
  const parts = [of?.reason, of?.message].filter((part) => typeof part === 'string' && part.trim() !== '');
  return parts.join(': ').trim().slice(0, 400);
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function inOrder(items: readonly KubeObject[]): KubeObject[] {
  const time = ({ metadata }: KubeObject) => metadata.creationTimestamp ?? '';
  return items.toSorted((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
}

function mapAt(from: unknown, ...path: string[]): Record<string, unknown> | undefined {
  const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), from);
  return isMap(value) ? value : undefined;
}

function listAt(from: unknown, key: string): Record<string, unknown>[] {
  const value = isMap(from) ? from[key] : undefined;
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function textAt(from: unknown, ...path: string[]): string | undefined {
  const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), from);
  return typeof value === 'string' ? value : undefined;
}
