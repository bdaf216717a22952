// A small experiment for tests: a task with every kind of input, and one that judges.
import type { Fields, ObjectSchema } from '../model/schema.ts';
import type { Task } from '../model/task.ts';

const shared = {
  url: { kind: 'string', format: 'url', describe: 'where to' },
  headers: {
    kind: 'map',
    name: 'header',
    dotted: true,
    sensitive: true,
    describe: 'headers',
    of: { kind: 'string', format: 'header-value', describe: 'value' },
  },
  numRequests: { kind: 'number', integer: true, min: 1, default: 100, describe: 'how many' },
  qps: { kind: 'number', max: 1e6, describe: 'rate' },
  duration: { kind: 'string', format: 'duration', describe: 'how long' },
  payloadStr: { kind: 'string', describe: 'payload' },
  pattern: { kind: 'string', format: 'regex', describe: 'pattern' },
  method: { kind: 'string', format: 'method', describe: 'method' },
  arrival: { kind: 'string', oneOf: ['constant', 'poisson'], describe: 'distances' },
  mode: { kind: 'string', oneOf: ['true', 'false', 'auto'], describe: 'a word that may be a boolean' },
  follow: { kind: 'boolean', describe: 'redirects' },
  percentiles: { kind: 'list', of: { kind: 'number', above: 0, max: 100, describe: 'one' }, describe: 'percentiles' },
  errorRanges: {
    kind: 'list',
    most: 3,
    describe: 'ranges',
    of: { kind: 'object', describe: 'a range', fields: { lower: { kind: 'number', describe: 'lowest' } } },
  },
  token: { kind: 'string', sensitive: true, nonEmpty: true, describe: 'a token' },
  extra: { kind: 'any', describe: 'anything' },
} as const satisfies Fields;

export const loadSchema = {
  kind: 'object',
  describe: 'makes load',
  fields: {
    ...shared,
    endpoints: {
      kind: 'map',
      name: 'endpoint',
      dotted: true,
      describe: 'endpoints',
      of: { kind: 'object', describe: 'one', fields: shared },
    },
  },
} as const satisfies ObjectSchema;

const limits = {
  kind: 'map',
  name: 'metric',
  dotted: true,
  pairs: { key: 'metric', value: 'limit' },
  describe: 'limits',
  of: { kind: 'number', describe: 'limit' },
} as const;

const judgeSchema = {
  kind: 'object',
  describe: 'judges',
  required: ['SLOs'],
  fields: { SLOs: { kind: 'object', describe: 'what must hold', fields: { upper: limits, lower: limits } } },
} as const satisfies ObjectSchema;

function task(name: string, schema: ObjectSchema, check?: Task['check']): Task {
  return {
    name,
    schema,
    describe: schema.describe,
    ...(check === undefined ? {} : { check }),
    expand: () => [],
    run: async () => undefined,
    metricsOf: () => [],
  };
}

function needsUrl(inputs: unknown) {
  const { url, endpoints } = inputs as { url?: string; endpoints?: object };
  return url === undefined && endpoints === undefined ? [{ path: 'url', message: 'missing: say where to' }] : [];
}

export const registry: ReadonlyMap<string, Task> = new Map([
  ['http', task('http', loadSchema, needsUrl)],
  ['assess', task('assess', judgeSchema)],
]);
