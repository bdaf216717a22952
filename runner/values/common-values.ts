// Values of an experiment that belong to no task. Those of the cluster are checked and have no effect on one machine.
import type { Fields } from '../model/schema.ts';
import { chartFields } from './chart-values.ts';

// Tasks of the 0.13 line: their values are known whether or not the task is at hand.
export const knownTasks = [
  'ready',
  'http',
  'grpc',
  'custommetrics',
  'abnmetrics',
  'assess',
  'slack',
  'github',
  'notify',
] as const;

export const commonFields = {
  tasks: {
    kind: 'list',
    min: 1,
    of: { kind: 'string', nonEmpty: true, describe: 'name of a task' },
    describe: 'tasks of the experiment, in the order they run',
    example: ['http', 'assess'],
  },
  runner: {
    kind: 'string',
    oneOf: ['job', 'cronjob', 'none'],
    default: 'none',
    describe: 'job: one loop; cronjob: one loop a tick; none: nothing runs in the cluster',
  },
  cronjobSchedule: {
    kind: 'string',
    format: 'cron',
    describe: 'when loops start, with runner=cronjob',
    example: '*/1 * * * *',
  },
  logLevel: {
    kind: 'string',
    oneOf: ['trace', 'debug', 'info', 'warning', 'warn', 'error', 'fatal', 'panic'],
    default: 'info',
    describe: 'how much is logged',
  },
  ...chartFields,
  majorMinor: { kind: 'string', describe: 'release line', accepted: 'without effect' },
  autoXAdditionalValues: { kind: 'any', describe: 'values that AutoX adds', accepted: 'without effect' },
  global: { kind: 'any', describe: 'values that charts share', accepted: 'without effect' },
} as const satisfies Fields;
