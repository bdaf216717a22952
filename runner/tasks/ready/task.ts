import type { Task } from '../../model/task.ts';
import { check } from './check.ts';
import { expand } from './expand.ts';
import { run } from './run.ts';
import { type ReadyInputs, readySchema } from './schema.ts';

export const ready: Task<ReadyInputs> = {
  name: 'ready',
  describe: readySchema.describe,
  schema: readySchema,
  check,
  expand,
  run,
  metricsOf: () => [],
};
