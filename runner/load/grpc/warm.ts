// Before the first load of a kind of call a thread rehearses that kind (see ../rehearsal.ts).
import type { GrpcLoad } from '../../model/task.ts';
import { inShort, rehearse } from '../rehearsal.ts';
import { createGrpcSlots } from './slots.ts';
import { answerCalls } from './stand-in.ts';

const calls = 400;
const longestMs = 250;
const rehearsals = new Map<string, Promise<void>>();

export function warmUpCalls(streams: GrpcLoad['streams']): Promise<void> {
  const kind = JSON.stringify(streams);
  const known =
    rehearsals.get(kind) ?? rehearse(answerCalls, (address) => rehearsal(address, streams), createGrpcSlots);
  rehearsals.set(kind, known);
  return known;
}

function rehearsal(host: string, streams: GrpcLoad['streams']): GrpcLoad {
  return {
    ...inShort(calls, longestMs),
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
  };
}
