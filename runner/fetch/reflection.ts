// Asks gRPC servers what their services look like. The client is loaded when the first one is asked.
import type { Capabilities } from '../model/task.ts';

export function createReflect({ signal }: { signal?: AbortSignal } = {}): Capabilities['reflect'] {
  return async (server, symbol) => {
    const { reflectedFiles } = await import('./reflection-files.ts');
    return reflectedFiles(server, symbol, signal);
  };
}
