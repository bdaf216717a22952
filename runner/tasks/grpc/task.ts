import type { Task } from '../../model/task.ts';
import { check } from './check.ts';
import { checkFiles } from './check-files.ts';
import { expand } from './expand.ts';
import type { GrpcInputs } from './inputs.ts';
import { metricsOf } from './metrics.ts';
import { run } from './run.ts';
import { grpcSchema } from './schema.ts';

export const grpc: Task<GrpcInputs> = {
  name: 'grpc',
  loads: true,
  describe: grpcSchema.describe,
  schema: grpcSchema,
  check,
  checkFiles,
  expand,
  run,
  metricsOf,
};
