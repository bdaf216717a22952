// Values of the chart that say how a runner pod runs. On one machine they are checked and have no effect.
import type { Fields, ListSchema, MapSchema, NumberSchema, ObjectSchema } from '../model/schema.ts';

const max = 2 ** 31 - 1; // of Kubernetes
const seconds = { kind: 'number', integer: true, min: 1, max } as const;
const count = { kind: 'number', integer: true, min: 0, max } as const;
const quantities = { kind: 'map', of: { kind: 'string', describe: 'a quantity' } } as const;
const texts = { kind: 'map', of: { kind: 'string', describe: 'a text' } } as const;
const anything = (describe: string) => ({ kind: 'any', describe }) as const;

function reference(of: string) {
  return {
    kind: 'object',
    describe: `a key of a ${of}`,
    required: ['name', 'key'],
    fields: {
      name: { kind: 'string', nonEmpty: true, describe: `name of the ${of}` },
      key: { kind: 'string', nonEmpty: true, describe: 'its key' },
      optional: { kind: 'boolean', describe: 'whether the pod starts without it' },
    },
  } as const satisfies ObjectSchema;
}

const image = {
  kind: 'object',
  describe: 'image to run',
  fields: {
    repository: { kind: 'string', nonEmpty: true, describe: 'where it is kept' },
    tag: { kind: 'string', describe: 'its tag; the version of the chart where it is empty' },
    pullPolicy: { kind: 'string', oneOf: ['IfNotPresent', 'Always', 'Never'], describe: 'when it is pulled' },
  },
} as const satisfies ObjectSchema;

const env = {
  kind: 'list',
  describe: 'more environment variables, as a container has them',
  of: {
    kind: 'object',
    describe: 'a variable',
    required: ['name'],
    fields: {
      name: { kind: 'string', nonEmpty: true, describe: 'name of the variable' },
      value: { kind: 'string', describe: 'its value' },
      valueFrom: {
        kind: 'object',
        describe: 'where its value comes from',
        fields: {
          secretKeyRef: reference('Secret'),
          configMapKeyRef: reference('ConfigMap'),
          fieldRef: anything('a field of the pod'),
          resourceFieldRef: anything('a resource of the container'),
        },
      },
    },
  },
} as const satisfies ListSchema;

const tolerations = {
  kind: 'list',
  describe: 'taints that the pod tolerates',
  of: {
    kind: 'object',
    describe: 'a toleration',
    fields: {
      key: { kind: 'string', describe: 'key of the taint' },
      operator: { kind: 'string', oneOf: ['Exists', 'Equal'], describe: 'how the taint is compared' },
      value: { kind: 'string', describe: 'value of the taint' },
      effect: { kind: 'string', oneOf: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], describe: 'what it does' },
      tolerationSeconds: { kind: 'number', integer: true, describe: 'how long it is tolerated' },
    },
  },
} as const satisfies ListSchema;

const placement = {
  nodeSelector: { ...texts, describe: 'labels of the nodes that the pod may run on' } satisfies MapSchema,
  tolerations,
  affinity: {
    kind: 'object',
    describe: 'affinity of the pod',
    fields: {
      nodeAffinity: anything('to nodes'),
      podAffinity: anything('to other pods'),
      podAntiAffinity: anything('away from other pods'),
    },
  } satisfies ObjectSchema,
} as const;

const deadlines = {
  activeDeadlineSeconds: { ...seconds, describe: 'the longest that a Job may take, waiting for its pod included' },
  ttlSecondsAfterFinished: { ...count, describe: 'after how long a finished Job is removed; never where it is empty' },
  startingDeadlineSeconds: { ...seconds, describe: 'how late a loop may start, with runner=cronjob' },
  successfulJobsHistoryLimit: { ...count, describe: 'how many completed Jobs are kept, with runner=cronjob' },
  failedJobsHistoryLimit: { ...count, describe: 'how many failed Jobs are kept, with runner=cronjob' },
} as const satisfies Record<string, NumberSchema>;

export const chartFields = {
  failJobOn: {
    kind: 'string',
    oneOf: ['none', 'failure', 'slos'],
    default: 'failure',
    describe: 'what makes the Job fail: nothing, a task that failed, or also SLOs that are not satisfied',
  },
  secretRef: { kind: 'string', describe: 'Secret whose keys inputs refer to' },
  iter8Image: { kind: 'string', describe: 'image to run instead of the usual one' },
  image,
  imagePullSecrets: {
    kind: 'list',
    describe: 'Secrets to pull the image with',
    of: {
      kind: 'object',
      describe: 'a Secret',
      required: ['name'],
      fields: { name: { kind: 'string', nonEmpty: true, describe: 'its name' } },
    },
  },
  serviceAccountName: { kind: 'string', describe: 'existing service account to run with' },
  resources: {
    kind: 'object',
    describe: 'resources of the container',
    fields: {
      requests: { ...quantities, describe: 'what is kept for it' },
      limits: { ...quantities, describe: 'what it may use at most' },
      claims: anything('resource claims'),
    },
  },
  env,
  podLabels: { ...texts, describe: 'more labels of the pod' },
  podAnnotations: { ...texts, describe: 'more annotations of the pod' },
  runAsUser: { ...seconds, describe: 'user ID to run as, instead of that of the image' },
  ...placement,
  suspend: { kind: 'boolean', describe: 'make the Job or CronJob, and do not start it yet' },
  ...deadlines,
} as const satisfies Fields;
