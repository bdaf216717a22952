// The releases of the autox chart that there are, by the ConfigMaps that it makes.
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import { messageOf } from '../../model/errors.ts';
import { isMap } from '../../model/maps.ts';
import { inParallel } from '../../model/parallel.ts';
import { type Config, readConfig } from '../config.ts';
import { type Told, told } from './told.ts';

export interface Installation {
  name: string; // of its ConfigMap, and of its Deployment
  namespace: string;
  config: Config;
  pods: Told<{ ready: number; wanted: number } | undefined>; // of the controller
}

interface Tools {
  parseYaml(text: string): unknown; // throws
  readConfigFile(text: string): Record<string, unknown>; // throws
}

const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const ofTheChart = 'app.kubernetes.io/name=autox';
const parallel = 4;

// `namespace`: undefined for all of them.
export async function readInstallations(
  cluster: Cluster,
  namespace: string | undefined,
  tools: Tools,
): Promise<Installation[]> {
  const place = namespace === undefined ? {} : { namespace };
  const { items } = await cluster.list(configMaps, { ...place, labels: ofTheChart });
  const found = items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ metadata: item.metadata, text }];
  });
  return inParallel(found, parallel, async ({ metadata: { name, namespace: where = '' }, text }) => ({
    name,
    namespace: where,
    config: configIn(text, tools),
    pods: await told(async () => podsOf(await cluster.get({ ...deployments, namespace: where, name }))),
  }));
}

function textOf({ data }: KubeObject): string | undefined {
  const text = isMap(data) ? data['config.yaml'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function configIn(text: string, { parseYaml, readConfigFile }: Tools): Config {
  try {
    return readConfig(readConfigFile(text), { parseYaml });
  } catch (error) {
    const problems = [{ group: '', path: 'config.yaml', message: messageOf(error), trigger: undefined }];
    return { ...readConfig({}, { parseYaml }), problems, isWhole: false };
  }
}

function podsOf(deployment: KubeObject | undefined): { ready: number; wanted: number } | undefined {
  if (deployment === undefined) return undefined;
  const { spec, status } = deployment;
  const number = (of: unknown, key: string, otherwise: number) => {
    const value = isMap(of) ? of[key] : undefined;
    return typeof value === 'number' ? value : otherwise;
  };
  return { ready: number(status, 'readyReplicas', 0), wanted: number(spec, 'replicas', 1) };
}
