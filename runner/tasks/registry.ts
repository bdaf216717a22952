// Every task there is.
import type { Task } from '../model/task.ts';
import { assess } from './assess/task.ts';
import { grpc } from './grpc/task.ts';
import { http } from './http/task.ts';
import { ready } from './ready/task.ts';

const tasks: readonly Task[] = [ready, http, grpc, assess];

export const registry: ReadonlyMap<string, Task> = new Map(tasks.map((task) => [task.name, task]));
