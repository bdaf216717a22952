// What could be read, or why it could not: what these credentials may not read is not the end of everything.
import { Iter8Error } from '../../model/errors.ts';

export type Told<T> = { value: T } | { why: string; isForbidden: boolean };

export async function told<T>(read: () => Promise<T>): Promise<Told<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    // CLUSTER: a type that the cluster does not know.
    if (error instanceof Iter8Error && (error.code === 'FORBIDDEN' || error.code === 'CLUSTER'))
      return { why: error.message, isForbidden: error.code === 'FORBIDDEN' };
    throw error;
  }
}

export function known<T>(told: Told<T>): T | undefined {
  return 'value' in told ? told.value : undefined;
}
