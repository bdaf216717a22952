// A thread that has never sent is slow at first: its first requests would show the generator's start in the target's
// latency. So it sends a few hundred requests to a server of its own before.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { LoadRequest } from '../model/task.ts';
import { clockFrom } from './clock.ts';
import { planShares } from './plan.ts';
import { runShare } from './share-run.ts';
import type { SlotContext, Slots } from './slot.ts';

export async function rehearse<R extends LoadRequest>(
  answer: (socket: Socket) => void,
  requestTo: (address: string) => R,
  createSlots: (context: SlotContext<R>) => Slots,
): Promise<void> {
  const server = createServer(answer);
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = Date.now();
    const now = clockFrom(base);
    const request = requestTo(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [share] = planShares(request, 1);
    if (share === undefined) return;
    const run = runShare({ request, share, base, now, alarm: null }, createSlots);
    await run.ready;
    run.start(now());
    await run.finished;
  } catch {
    // Where there is no loopback the load starts cold, no more.
  } finally {
    server.close();
  }
}

// As fast as it goes, until so many are sent or the time is over.
export function inShort(requests: number, longestMs: number) {
  return {
    connections: 2,
    timeoutMs: longestMs,
    connectTimeoutMs: longestMs,
    abortOn: null,
    schedule: { arrival: 'constant' as const, stages: [{ qps: 0, durationMs: longestMs }], requests },
    maxDurationMs: longestMs,
    seed: 1,
  };
}
