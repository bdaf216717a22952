// What has been installed for a release, whoever installs: what of it people want to know.
import type { KubeObject } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';
import { applicationType } from '../application.ts';
import { annotations } from '../labels.ts';
import { troubleOf } from '../trouble.ts';

export interface InstalledState {
  state: 'new' | 'installing' | 'installed' | 'going' | 'failed' | 'foreign';
  words: string; // in the installer's own, few of them
  version: string; // of the trigger when it was made; empty where it had none
  error?: string;
  isElsewhere?: true; // the error has nothing to do with what the user configured for the release
  atMs: number; // when it was made, or when its removal was asked for
  object: string; // which says all this, for messages
  see: string; // a command that shows more
}

export function applicationState(application: KubeObject, owner: string): InstalledState {
  const { metadata, status } = application;
  const { name, namespace = '', deletionTimestamp, creationTimestamp = '' } = metadata;
  const error = troubleOf(application) ?? degraded(status);
  const said = [textAt(status, 'sync', 'status'), textAt(status, 'health', 'status')].filter((word) => word !== '');
  const common = {
    version: metadata.annotations?.[annotations.version] ?? '',
    atMs: Date.parse(deletionTimestamp ?? creationTimestamp),
    object: `the Application ${name} in namespace ${namespace}`,
    see: `kubectl describe ${applicationType.resource}.${applicationType.group} ${name} -n ${namespace}`,
    ...(error === undefined ? {} : { error }),
  };
  if (!isOwnedBy(application, owner)) return { ...common, state: 'foreign', words: 'not of AutoX' };
  if (deletionTimestamp !== undefined) return { ...common, state: 'going', words: 'going' };
  if (error !== undefined) return { ...common, state: 'failed', words: 'failed' };
  if (said.length === 0) return { ...common, state: 'new', words: 'new' };
  return { ...common, state: 'installed', words: said.join(' ') };
}

export function isOwnedBy({ metadata }: KubeObject, owner: string): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind, name }) => kind === 'Secret' && name === owner);
}

function degraded(status: unknown): string | undefined {
  const message = textAt(status, 'health', 'message');
  return textAt(status, 'health', 'status') === 'Degraded' && message !== '' ? message : undefined;
}

function textAt(from: unknown, ...path: string[]): string {
  const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), from);
  return typeof value === 'string' ? value : '';
}
