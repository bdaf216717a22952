// AutoX with an Argo CD namespace that no Argo CD watches. There Applications are objects and nothing more: the test is
// the finalizer, and knows the moment at which one is really gone.
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { type Lab, useLab } from '../lab.ts';
import { type Api, each, useApi } from './api.ts';
import { type Autox, useAutox } from './autox.ts';

interface ObjectsOnly {
  api: Api;
  autox: Autox;
  lab: Lab; // its namespace is all there is: of the release, of triggers, of Applications
  path(type: string, name?: string): string; // apps/v1/deployments
  applications: string; // their type
  letGo(application: string): Promise<unknown>; // what Argo CD does when it has removed what it installed
}

// For describe blocks. What ends after the tests ends in this order.
export function useObjectsOnly(): ObjectsOnly {
  // What holds Applications is taken away; they go with their owner, and with the namespace.
  afterAll(async () => {
    autox.killAll();
    const { items } = await api.get<{ items: KubeObject[] }>(path(applications));
    await each(items, 32, ({ metadata }) => letGo(metadata.name));
  }, 120_000);
  const autox = useAutox(() => lab.namespace);
  const api = useApi();
  const lab = useLab();

  const applications = 'argoproj.io/v1alpha1/applications';
  function path(type: string, name?: string): string {
    const [group, version, resource] = type.split('/');
    const all = `/apis/${group}/${version}/namespaces/${lab.namespace}/${resource}`;
    return name === undefined ? all : `${all}/${name}`;
  }
  function letGo(application: string): Promise<unknown> {
    return api.merge(path(applications, application), { metadata: { finalizers: null } });
  }
  return { api, autox, lab, path, applications, letGo };
}

// A Deployment that asks nothing of the cluster.
export function idleDeployment(name: string, labels: Record<string, string>): object {
  const app = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 0,
      paused: true,
      selector: { matchLabels: app },
      template: { metadata: { labels: app }, spec: { containers: [{ name: 'app', image: 'app' }] } },
    },
  };
}

// Least to greatest; the value that so many percent are not above.
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
