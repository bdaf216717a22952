import type { ResourceType } from '../../model/cluster.ts';

interface Kind {
  type: ResourceType;
  condition: string | null; // null: it only has to exist
  word: string;
}

// The types that have an input of their own, in the order they are waited for.
export const kinds = {
  service: { type: { group: '', version: 'v1', resource: 'services' }, condition: null, word: 'service' },
  deploy: {
    type: { group: 'apps', version: 'v1', resource: 'deployments' },
    condition: 'Available',
    word: 'deployment',
  },
  ksvc: {
    type: { group: 'serving.knative.dev', version: 'v1', resource: 'services' },
    condition: 'Ready',
    word: 'Knative service',
  },
  isvc: {
    type: { group: 'serving.kserve.io', version: 'v1beta1', resource: 'inferenceservices' },
    condition: 'Ready',
    word: 'inference service',
  },
  chaosengine: {
    type: { group: 'litmuschaos.io', version: 'v1alpha1', resource: 'chaosengines' },
    condition: null,
    word: 'chaos engine',
  },
} as const satisfies Record<string, Kind>;

type KindInput = keyof typeof kinds;

export const kindInputs = Object.keys(kinds) as readonly KindInput[];

// As people call it where they do; as kubectl takes it otherwise.
export function wordFor({ group, resource }: ResourceType): string {
  const known: readonly Kind[] = Object.values(kinds);
  const kind = known.find(({ type }) => type.group === group && type.resource === resource);
  return kind?.word ?? (group === '' ? resource : `${resource}.${group}`);
}
