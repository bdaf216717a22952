// What the commands of the autox chart's pods share.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, readConfig } from '../../../autox/config.ts';
import type { Cluster, KubeObject } from '../../../model/cluster.ts';
import { Iter8Error } from '../../../model/errors.ts';
import { isMap } from '../../../model/maps.ts';
import type { Clock } from '../../../model/task.ts';
import { readError } from '../../../store/file-errors.ts';
import type { Values } from '../../../values/value-tree.ts';
import { parseYamlFile } from '../../../values/yaml-file.ts';
import type { Call } from '../../command.ts';
import { readFileBytes } from '../../experiment/read-bytes.ts';
import type { Flag } from '../../flags.ts';
import { identityOf } from './identity.ts';

export const podFlags: readonly Flag[] = [
  {
    name: 'config',
    kind: 'text',
    value: 'file',
    describe: 'the groups, as the autox chart writes them',
    default: '/etc/iter8/autox/config.yaml',
    completesFiles: true,
  },
  { name: 'lease', kind: 'text', value: 'name', describe: 'the Lease that only one holds', default: 'autox' },
];

// What happens to the machine's clock does not happen to waits.
export const steady: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

export async function configOf({ context, flags }: Call): Promise<Config> {
  const file = flags.text('config') ?? '';
  const bytes = await readFileBytes(path.resolve(context.cwd, file), context.signal).catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw readError(file, error);
  });
  const parseYaml = (text: string) => parseYamlFile(new TextEncoder().encode(text), 'values');
  const config = readConfig(jsonIn(bytes) ?? parseYamlFile(bytes, file), { parseYaml });
  if (config.installer === 'argocd' || config.installer === 'helm') return config;
  throw new Iter8Error('VALUES', `installer: ${JSON.stringify(config.installer)} is not known; it is argocd or helm`);
}

// The chart writes large configurations in JSON, which is parsed with a tenth of the memory that YAML takes.
function jsonIn(bytes: Uint8Array): Values | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isMap(value) ? value : undefined;
  } catch {
    return undefined; // whatever is wrong with it, the parser of YAML says better
  }
}

// As the chart tells it by the downward API.
export function podOf({ context: { env } }: Call, namespace: string): KubeObject | undefined {
  const { POD_NAME: name = '', POD_UID: uid = '' } = env;
  return name === '' || uid === '' ? undefined : { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid } };
}

// What whoever wants the Lease of the pods brings along.
export function contender(call: Call, cluster: Cluster) {
  const { flags, log } = call;
  const name = flags.text('lease') ?? '';
  return { cluster, namespace: cluster.namespace, name, ...identityOf(call.context.env), clock: steady, log };
}
