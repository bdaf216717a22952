// What of the Jobs of releases is held in memory.
import type { KubeObject } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';
import type { Installed } from '../installer.ts';
import { annotations, labels, manager } from '../labels.ts';
import type { Target, Task } from './jobs.ts';

export interface KeptJob extends KubeObject {
  release: string;
  task: Task;
  state: 'active' | 'complete' | 'failed';
  why: string; // in the words of the Job, where it has failed
}

// Undefined: it is none that a release could have.
export function keptJob(object: KubeObject): KeptJob | undefined {
  const { name, namespace, uid, deletionTimestamp } = object.metadata;
  const [, release, task] = /^(.+)-(install|uninstall)$/.exec(name) ?? [];
  if (release === undefined || (task !== 'install' && task !== 'uninstall')) return undefined;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      labels: object.metadata.labels ?? {},
      annotations: object.metadata.annotations ?? {},
    },
    release,
    task,
    ...outcomeOf(object),
  };
}

function outcomeOf({ spec, status }: KubeObject): Pick<KeptJob, 'state' | 'why'> {
  if (isMap(spec) && spec.suspend === true) return { state: 'complete', why: '' };
  const conditions: unknown[] = isMap(status) && Array.isArray(status.conditions) ? status.conditions : [];
  for (const one of conditions) {
    if (!isMap(one) || one.status !== 'True') continue;
    if (one.type === 'Complete') return { state: 'complete', why: '' };
    if (one.type === 'Failed') return { state: 'failed', why: String(one.message ?? one.reason ?? '') };
  }
  return { state: 'active', why: '' };
}

export interface Pair {
  install?: KeptJob;
  uninstall?: KeptJob;
}

// By release.
export function pairsOf(jobs: Iterable<KeptJob>): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const job of jobs) pairs.set(job.release, { ...pairs.get(job.release), [job.task]: job });
  return pairs;
}

export function installedOf(name: string, pair: Pair, owner: string): Installed {
  const { install, uninstall } = pair;
  const jobs = [install, uninstall].flatMap((job) => job ?? []);
  const noted = install?.metadata.annotations ?? {};
  return {
    name,
    group: groupOf(jobs),
    key: noted[annotations.key] ?? '',
    version: noted[annotations.version] ?? '',
    isOurs: jobs.every((job) => isOf(job, owner)),
    isGoing: uninstall !== undefined || install?.metadata.deletionTimestamp !== undefined,
    isUnfinished: install?.state !== 'complete',
  };
}

function isOf({ metadata }: KeptJob, owner: string): boolean {
  return metadata.labels?.[labels.managedBy] === manager && metadata.annotations?.[annotations.owner] === owner;
}

export function targetOf(name: string, { install, uninstall }: Pair): Target {
  const jobs = [install, uninstall].flatMap((job) => job ?? []);
  const [namespace = ''] = jobs.flatMap(({ metadata }) => metadata.annotations?.[annotations.namespace] ?? []);
  return { name, namespace, group: groupOf(jobs) };
}

function groupOf(jobs: readonly KeptJob[]): string {
  return jobs.flatMap(({ metadata }) => metadata.labels?.[labels.group] ?? [])[0] ?? '';
}
