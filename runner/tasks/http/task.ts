import type { Task } from '../../model/task.ts';
import { check } from './check.ts';
import { expand } from './expand.ts';
import type { HttpInputs } from './inputs.ts';
import { metricsOf } from './metrics.ts';
import { run } from './run.ts';
import { httpSchema } from './schema.ts';

export const http: Task<HttpInputs> = {
  name: 'http',
  loads: true,
  describe: httpSchema.describe,
  schema: httpSchema,
  check,
  expand,
  run,
  metricsOf,
};
