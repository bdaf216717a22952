// Why Argo CD cannot install an Application, in as few words as its status allows.
import type { KubeObject } from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';
import { plainMessage } from './plain-message.ts';

export function troubleOf({ status }: KubeObject): string | undefined {
  if (!isMap(status)) return undefined;
  const messages = [...conditionsOf(status.conditions), ...operationOf(status.operationState)];
  const [first] = messages.map(plainMessage).filter((message) => message !== '');
  return first;
}

export function isInstalled(application: KubeObject): boolean {
  const { status } = application;
  if (!isMap(status) || troubleOf(application) !== undefined) return false;
  const { sync, operationState } = status;
  return (isMap(sync) && sync.status === 'Synced') || (isMap(operationState) && operationState.phase === 'Succeeded');
}

function conditionsOf(conditions: unknown): string[] {
  if (!Array.isArray(conditions)) return [];
  return conditions.filter(isMap).flatMap(({ type, message = type }) => {
    if (!String(type).endsWith('Error') || (type === 'DeletionError' && isGone(String(message)))) return [];
    return [String(message)];
  });
}

// Argo CD deletes what was gone already, takes that for an error, and looks again.
function isGone(message: string): boolean {
  return /" not found$/.test(message);
}

// One that is tried again still runs, and says what went wrong.
function operationOf(operation: unknown): string[] {
  if (!isMap(operation)) return [];
  const { phase, message = '', retryCount } = operation;
  const isTriedAgain = phase === 'Running' && typeof retryCount === 'number' && retryCount > 0;
  if (phase !== 'Failed' && phase !== 'Error' && !isTriedAgain) return [];
  const said = String(message).replace(/(?: due to application controller sync timeout)?\. Retrying attempt #.*$/s, '');
  return [said === '' ? `the sync ended with ${phase}` : said];
}
