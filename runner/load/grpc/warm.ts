// The first calls of a thread would show the start of the generator, as its first requests would (see ../warm.ts): before
// the first load of a kind it makes a few hundred calls of that kind to a server of its own.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { GrpcLoad } from '../../model/task.ts';
import { clockFrom } from '../clock.ts';
import { planShares } from '../plan.ts';
import { runShare } from '../share-run.ts';
import { createGrpcSlots } from './slots.ts';
import { answerCalls } from './stand-in.ts';

const calls = 400;
const longestMs = 250;
const rehearsals = new Map<string, Promise<void>>();

export function warmUpCalls(streams: GrpcLoad['streams']): Promise<void> {
  const kind = JSON.stringify(streams);
  const known = rehearsals.get(kind) ?? rehearse(streams);
  rehearsals.set(kind, known);
  return known;
}

async function rehearse(streams: GrpcLoad['streams']): Promise<void> {
  const server = createServer(answerCalls);
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = Date.now();
    const now = clockFrom(base);
    const request = rehearsal(`127.0.0.1:${(server.address() as AddressInfo).port}`, streams);
    const [share] = planShares(request, 1);
    if (share === undefined) return;
    const run = runShare({ request, share, base, now, alarm: null }, createGrpcSlots);
    await run.ready;
    run.start(now());
    await run.finished;
  } catch {
    // Where there is no loopback the load starts cold, no more.
  } finally {
    server.close();
  }
}

function rehearsal(host: string, streams: GrpcLoad['streams']): GrpcLoad {
  return {
    protocol: 'grpc',
    host,
    tls: null,
    authority: host,
    path: '/rehearsal.Service/Call',
    streams,
    metadata: [],
    messages: { kind: 'encoded', messages: [new Uint8Array(16)] },
    templates: 'none',
    concurrency: [{ calls: 4, durationMs: longestMs }],
    compress: false,
    mostSendBytes: 1024,
    mostReceiveBytes: 1024,
    keepAliveMs: null,
    stream: { count: 0, intervalMs: 0, durationMs: 0 },
    skipFirst: 0,
    atEnd: 'close',
    connections: 2,
    timeoutMs: longestMs,
    connectTimeoutMs: longestMs,
    abortOn: null,
    schedule: { arrival: 'constant', stages: [{ qps: 0, durationMs: longestMs }], requests: calls },
    maxDurationMs: longestMs,
    seed: 1,
  };
}
