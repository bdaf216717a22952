// What has been installed for a release, whoever installs: what of it people want to know.
import type { KubeObject } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';
import { annotations } from '../labels.ts';

export interface Installed {
  state: 'new' | 'installed' | 'going' | 'failed' | 'foreign';
  words: string; // in the installer's own, few of them
  version: string; // of the trigger when it was made; empty where it had none
  error?: string;
  atMs: number; // when it was made, or when its deletion was asked for
}

export function installedAs(application: KubeObject, owner: string): Installed {
  const { metadata, status } = application;
  const version = metadata.annotations?.[annotations.version] ?? '';
  const atMs = Date.parse(metadata.deletionTimestamp ?? metadata.creationTimestamp ?? '');
  const common = { version, atMs };
  if (!isOwnedBy(application, owner)) return { ...common, state: 'foreign', words: 'not of AutoX' };
  const error = errorOf(status);
  const withError = error === undefined ? {} : { error };
  if (metadata.deletionTimestamp !== undefined) return { ...common, ...withError, state: 'going', words: 'going' };
  if (error !== undefined) return { ...common, error, state: 'failed', words: 'failed' };
  const said = [textAt(status, 'sync', 'status'), textAt(status, 'health', 'status')].filter((word) => word !== '');
  if (said.length === 0) return { ...common, state: 'new', words: 'new' };
  return { ...common, state: 'installed', words: said.join(' ') };
}

export function isOwnedBy({ metadata }: KubeObject, owner: string): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind, name }) => kind === 'Secret' && name === owner);
}

// Conditions tell of what cannot be compared, the operation of what could not be installed.
function errorOf(status: unknown): string | undefined {
  const conditions = isMap(status) && Array.isArray(status.conditions) ? status.conditions.filter(isMap) : [];
  const condition = conditions.findLast(({ type }) => typeof type === 'string' && type.endsWith('Error'));
  if (condition !== undefined) return essenceOf(String(condition.message ?? condition.type));
  const phase = textAt(status, 'operationState', 'phase');
  const message = textAt(status, 'operationState', 'message');
  const retries = isMap(status) && isMap(status.operationState) ? status.operationState.retryCount : undefined;
  if (phase === 'Failed' || phase === 'Error' || (phase === 'Running' && Number(retries) > 0))
    return essenceOf(message === '' ? `the sync ${phase.toLowerCase()}` : message);
  const health = textAt(status, 'health', 'message');
  return textAt(status, 'health', 'status') === 'Degraded' && health !== '' ? essenceOf(health) : undefined;
}

// Argo CD tells the whole way to an error; what helm itself said comes last.
function essenceOf(message: string): string {
  const helm = message.lastIndexOf(' Error: ');
  return (helm < 0 ? message : message.slice(helm + ' Error: '.length)).replace(/\s+/g, ' ').trim();
}

function textAt(from: unknown, ...path: string[]): string {
  const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), from);
  return typeof value === 'string' ? value : '';
}
