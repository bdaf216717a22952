// The Secret of an experiment: where in it the document stands, and who may write it.
import type { KubeObject, ObjectRef } from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';

export const documentKey = 'experiment.yaml';
export const beforeKey = 'experiment.yaml.before';

const revisionKey = 'iter8.tools/revision'; // of the release, from the chart
const writerKey = 'iter8.tools/writer'; // pod/uid of whoever has, or had, the role of the writer
const writerRevisionKey = 'iter8.tools/writer-revision';
const heartbeatKey = 'iter8.tools/heartbeat'; // there while the role is held; each one is another

// A pod that runs the experiment.
export interface Pod {
  name: string;
  uid: string;
}

export interface Holder extends Pod {
  revision: number | undefined;
  heartbeat: string | undefined; // undefined: it has given the role back
}

export function refOf({ namespace, group }: { namespace: string; group: string }): ObjectRef {
  return { group: '', version: 'v1', resource: 'secrets', namespace, name: group };
}

export function nameOf({ namespace, name }: ObjectRef): string {
  return `Secret ${name} in namespace ${namespace}`;
}

export function revisionOf({ metadata }: KubeObject): number | undefined {
  return numberOf(metadata.annotations?.[revisionKey]);
}

export function holderOf({ metadata }: KubeObject): Holder | undefined {
  const { [writerKey]: writer, [writerRevisionKey]: revision, [heartbeatKey]: heartbeat } = metadata.annotations ?? {};
  if (writer === undefined || writer === '') return undefined;
  const [name = '', uid = ''] = writer.split('/', 2);
  return { name, uid, revision: numberOf(revision), heartbeat };
}

// Null takes the heartbeat away: the role is given back, and who had it last stays to be seen.
export function roleOf(pod: Pod, revision: number, heartbeat: string | null): Record<string, string | null> {
  return {
    [writerKey]: `${pod.name}/${pod.uid}`,
    [writerRevisionKey]: String(revision),
    [heartbeatKey]: heartbeat,
  };
}

// The time is for readers who look once; between two looks only its change counts.
export function heartbeatOf(count: number, now: number): string {
  return `${new Date(now).toISOString()} ${count}`;
}

export function timeOfHeartbeat(heartbeat: string): number | undefined {
  const ms = Date.parse(heartbeat.split(' ')[0] ?? '');
  return Number.isFinite(ms) ? ms : undefined;
}

// As it stands there: base64.
export function dataOf({ data }: KubeObject, key: string): string | undefined {
  const value = isMap(data) ? data[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

// Throws where it is not UTF-8.
export function decode(data: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && /^\d{1,15}$/.test(text) ? value : undefined;
}
