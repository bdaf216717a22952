// What AutoX reads on triggers and writes on Applications.
export const labels = {
  version: 'app.kubernetes.io/version',
  name: 'app.kubernetes.io/name',
  managedBy: 'app.kubernetes.io/managed-by',
  track: 'iter8.tools/track',
  autox: 'iter8.tools/autox',
  group: 'iter8.tools/autox-group',
} as const;

export const annotations = {
  key: 'iter8.tools/autox-key', // of what the Application was made for: another key relaunches
  version: 'iter8.tools/autox-version', // of the trigger, for people
} as const;
