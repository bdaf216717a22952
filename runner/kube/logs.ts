import type { Cluster } from '../model/cluster.ts';
import { unreachable } from './errors.ts';
import { networkFailure } from './network-failure.ts';
import { logPath } from './path.ts';
import type { Requests } from './requests.ts';

// What a container wrote, as it comes in. Whoever reads slowly slows the server down: nothing piles up here.
export function createLogs(requests: Requests, server: string): Cluster['logs'] {
  return async function* logs(options, signal) {
    const type = { group: '', version: 'v1', resource: 'pods/log' };
    const call = { verb: 'get', type, namespace: options.namespace, name: options.pod } as const;
    const question = { method: 'GET', path: logPath(options), call } as const;
    // Of logs that are followed, the head of the answer may come with the first line that is written.
    const stream = await requests.open(question, signal, options.follow).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (stream === undefined) return;
    try {
      for await (const chunk of stream.body) yield chunk;
    } catch (error) {
      if (!signal.aborted) throw unreachable(server, networkFailure(error, true).message, error);
    } finally {
      stream.close();
    }
  };
}
