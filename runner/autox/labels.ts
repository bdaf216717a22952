// What AutoX reads on triggers, and writes on what it makes.
export const labels = {
  version: 'app.kubernetes.io/version',
  name: 'app.kubernetes.io/name',
  managedBy: 'app.kubernetes.io/managed-by',
  track: 'iter8.tools/track',
  autox: 'iter8.tools/autox',
  group: 'iter8.tools/autox-group',
  owner: 'iter8.tools/autox-owner', // on what helm notes of a release: whose it is
  key: 'iter8.tools/autox-key', // there, too: what it was made for
} as const;

export const annotations = {
  key: 'iter8.tools/autox-key', // of what the release was made for: another key relaunches
  version: 'iter8.tools/autox-version', // of the trigger, for people
  owner: 'iter8.tools/autox-owner', // of Jobs: the AutoX that made them
  namespace: 'iter8.tools/autox-namespace', // of Jobs: where the release lies
  values: 'iter8.tools/autox-values', // of pods that run helm, which find them in a file
} as const;

export const manager = 'iter8';
