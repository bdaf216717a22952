// What the API server has counted of one service account: it counts by flow schema, and so each kind of request gets one.
import type { Api } from './api.ts';

const all = ['*'];
const kinds = {
  leases: { verbs: all, apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
  events: { verbs: all, apiGroups: [''], resources: ['events'] },
  watches: { verbs: ['watch'], apiGroups: all, resources: all },
  lists: { verbs: ['list'], apiGroups: all, resources: all },
  gets: { verbs: ['get'], apiGroups: all, resources: all },
  creates: { verbs: ['create'], apiGroups: all, resources: all },
  deletes: { verbs: ['delete', 'deletecollection'], apiGroups: all, resources: all },
  others: { verbs: all, apiGroups: all, resources: all },
};
const path = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas';

export type Asked = Record<keyof typeof kinds | 'rejected', number>;

interface Account {
  namespace: string;
  name: string;
}

// For describe blocks. Resolves to what was counted since the beginning.
export function useCounters(api: Api, account: () => Account): () => Promise<Asked> {
  const nameOf = (kind: string) => `${account().namespace}-${kind}`;
  beforeAll(async () => {
    for (const [i, kind] of Object.keys(kinds).entries()) await api.create(path, schema(kind, 8000 + i));
  });
  api.atEnd(async () => {
    for (const kind of Object.keys(kinds)) await api.delete(`${path}/${nameOf(kind)}`);
  });

  function schema(kind: string, matchingPrecedence: number): object {
    const resource = { ...kinds[kind as keyof typeof kinds], namespaces: all };
    return {
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
      kind: 'FlowSchema',
      metadata: { name: nameOf(kind) },
      spec: {
        matchingPrecedence,
        priorityLevelConfiguration: { name: 'workload-low' }, // where service accounts are without it
        distinguisherMethod: { type: 'ByUser' },
        rules: [{ subjects: [{ kind: 'ServiceAccount', serviceAccount: account() }], resourceRules: [resource] }],
      },
    };
  }

  return async () => {
    const text = await api.text('/metrics');
    const count = (counter: string, kind: string) => {
      const lines = text.matchAll(
        new RegExp(`^apiserver_flowcontrol_${counter}_requests_total\\{(.*)\\} (\\S+)$`, 'gm'),
      );
      return [...lines].reduce(
        (sum, [, labels = '', value]) => sum + (labels.includes(`"${nameOf(kind)}"`) ? Number(value) : 0),
        0,
      );
    };
    const names = Object.keys(kinds);
    const counts = names.map((kind) => [kind, count('dispatched', kind)]);
    return { ...Object.fromEntries(counts), rejected: names.reduce((sum, kind) => sum + count('rejected', kind), 0) };
  };
}

export function difference(after: Asked, before: Asked): Asked {
  const pairs = Object.entries(after).map(([kind, count]) => [kind, count - before[kind as keyof Asked]]);
  return Object.fromEntries(pairs);
}
