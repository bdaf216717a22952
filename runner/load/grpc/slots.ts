import type { GrpcLoad } from '../../model/task.ts';
import { createCallData } from '../../proto/call-data.ts';
import { connect } from '../../wire/http2/connection.ts';
import type { SlotContext, Slots } from '../slot.ts';
import { CallSlot } from './call.ts';
import { countsAtEnd, countsIn, uncounted } from './call-counts.ts';
import { createCallPlan } from './call-plan.ts';
import { createPool } from './pool.ts';
import { dialTarget } from './target.ts';

const orTls = 'A port of TLS ends connections so when it is spoken to in plain text.';

// As many slots as calls may be in flight, in turn over the connections.
export function createGrpcSlots(context: SlotContext<GrpcLoad>): Slots {
  const { request, share, resolver, tally, now } = context;
  const { tls, connectTimeoutMs, keepAliveMs } = request;
  const options = {
    ...dialTarget(request),
    tls,
    connectTimeoutMs,
    addresses: resolver,
    ...(keepAliveMs === null ? {} : { keepAlive: { afterMs: keepAliveMs, timeoutMs: keepAliveMs } }),
  };
  const pool = createPool({
    connections: share.connections,
    connect: (handler) => connect(options, handler),
    connected: tally.connected,
    explain: (kind, message) => (tls === null && kind === 'closed' ? `${message} ${orTls}` : message),
    retired: ({ peer, requests, bytesIn, bytesOut }) => tally.retired(peer, requests, bytesIn, bytesOut),
    now,
  });
  const plan = createCallPlan(request, share, createCallData(request, { now: Date.now, random: Math.random }));
  const usual = countsIn(tally, request.onlyOkIsTimed);
  let skip = share.skip;
  const all = Array.from({ length: share.slots }, (_, i) => {
    const lane = pool.lanes[i % share.connections];
    if (lane === undefined) throw new Error('a worker has no connection');
    const own = request.atEnd === 'ignore' ? countsAtEnd(usual) : usual;
    return new CallSlot(context, {
      plan,
      pool,
      lane,
      worker: `g${globally(i)}c${globally(lane.index)}`,
      counts: () => (skip > 0 ? nextSkipped() : own),
    });
  });
  return { all, warm: pool.warm, live: pool.live, close: pool.close };

  function nextSkipped() {
    skip--;
    return uncounted;
  }

  // Workers share the numbers of slots and connections in turn.
  function globally(index: number): number {
    return share.index + share.of * index;
  }
}
