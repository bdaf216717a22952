// Asks gRPC servers what their services look like. The client is loaded when the first one is asked.
import type { Capabilities } from '../model/task.ts';

interface Patience {
  signal?: AbortSignal;
  answerMs?: number; // for all answers together, once connected
}

export function createReflect({ signal, answerMs = 10_000 }: Patience = {}): Capabilities['reflect'] {
  return async (server, symbol) => {
    const { reflectedFiles } = await import('./reflection-files.ts');
    return reflectedFiles(server, symbol, { signal, answerMs });
  };
}
