// What the answers of a load are counted by: their numbers, their names, and which of them are errors.
import type { HttpLoad, LoadRequest } from '../model/task.ts';
import { statusNames } from '../wire/grpc/status.ts';

interface Statuses {
  readonly isError: Uint8Array; // by number
  name(status: number): string;
}

export function statusesOf(request: LoadRequest): Statuses {
  if (request.protocol === 'http') return { isError: errorStatuses(request), name: String };
  return {
    isError: Uint8Array.from(statusNames, (_, code) => (code === 0 ? 0 : 1)),
    name: (code) => statusNames[code] ?? String(code),
  };
}

function errorStatuses({ errorRanges }: HttpLoad): Uint8Array {
  const marks = new Uint8Array(1000);
  for (const { lower = 0, upper = 999 } of errorRanges) {
    for (let status = Math.max(0, Math.ceil(lower)); status <= Math.min(999, upper); status++) marks[status] = 1;
  }
  return marks;
}
