import type { HttpLoad } from '../../model/task.ts';
import type { Slot, SlotContext, Usage } from '../slot.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';
import { createExchange, createRedirects } from './exchange.ts';
import { createExpected } from './expectation.ts';

// One of the load's connections: serves one request at a time, and connects again when it has to.
interface HttpSlot extends Slot {
  warm(settled: () => void): void; // connects ahead of the first request
  live(): Usage[];
}

const mostResent = 3; // of one request that the server did not take

export function createSlot(context: SlotContext<HttpLoad>): HttpSlot {
  const { request, tally, resolver, openLoop, now } = context;
  const first = createExchange(request, resolver);
  const redirects = createRedirects(request, resolver);
  const expected = createExpected(request.expect);
  const mostRequests =
    request.maxRequestsPerConnection > 0 ? request.maxRequestsPerConnection : Number.POSITIVE_INFINITY;

  let connection: Carrier | null = null;
  let connected = false;
  let used = 0; // requests on this connection
  let side: Carrier | null = null; // of a redirect to another origin
  let exchange = first;
  let [hops, resent, due, lag, act, sentAt] = [0, 0, 0, 0, 0, 0];
  let settled: (() => void) | null = null;

  const handler: CarrierHandler = {
    connected() {
      connected = true;
      tally.connected();
      settle();
      if (slot.busy) transmit(connection, now());
    },
    response(status, reusable) {
      const location = request.followRedirects ? connection?.location() : undefined;
      if (!reusable) lose();
      else retireUsedUp();
      answered(status, location);
    },
    body: (chunk, start, end) => expected?.body(chunk, start, end),
    aborted(kind, message) {
      retireUsedUp();
      failed(kind, message);
    },
    unprocessed(message) {
      used--;
      lose();
      if (slot.busy && mayResend(message)) connection = first.open(handler);
    },
    failed(kind, message) {
      lose();
      settle();
      // A request that follows a redirect goes on over its own connection.
      if (slot.busy && side === null) failed(kind, message);
    },
    closed: lose,
  };
  const sideHandler: CarrierHandler = {
    connected() {
      tally.connected();
      transmit(side, now());
    },
    response(status) {
      const location = side?.location();
      abandonSide();
      answered(status, location);
    },
    body: handler.body,
    aborted(kind, message) {
      abandonSide();
      failed(kind, message);
    },
    unprocessed(message) {
      endSide();
      if (mayResend(message)) side = exchange.open(sideHandler);
    },
    failed(kind, message) {
      endSide();
      failed(kind, message);
    },
    closed: endSide,
  };

  const slot = {
    busy: false,
    warm(done: () => void) {
      settled = done;
      connection = first.open(handler);
    },
    serve(dueAt: number, ready: number, actAt: number) {
      slot.busy = true;
      due = dueAt;
      act = actAt;
      lag = actAt - ready;
      hops = 0;
      resent = 0;
      exchange = first;
      tally.sent(actAt);
      if (openLoop) tally.lag(lag);
      if (connection === null) {
        sentAt = actAt;
        connection = first.open(handler);
      } else if (connected) transmit(connection, actAt);
    },
    expire(at: number) {
      const { timeoutMs } = request;
      if (!slot.busy || at - act < timeoutMs) return;
      tally.givenUp(at - due - lag);
      giveUp();
      failed('timeout', `no whole answer within ${timeoutMs} ms`, at);
    },
    stop() {
      if (slot.busy) tally.unfinished();
      slot.busy = false;
      retire();
      abandonSide();
    },
    live: () => [connection, side].flatMap((one) => (one === null ? [] : [usage(one)])),
  };

  function transmit(over: Carrier | null, at: number): void {
    if (over === null) return;
    if (hops + resent === 0) sentAt = at;
    if (over === connection) used++;
    if (expected !== null) expected.begin();
    over.send(exchange.message, expected?.wantsBody ?? false);
  }

  function answered(status: number, location: string | undefined): void {
    if (redirects.isRedirect(status)) {
      follow(status, location);
      return;
    }
    const at = now();
    tally.answered(status, at - due - lag, at - sentAt);
    const wrong = expected === null || tally.isError(status) ? undefined : expected.verdict(status);
    if (wrong !== undefined) tally.failed(wrong.kind, wrong.message);
    slot.busy = false;
    context.free(slot, at, false);
  }

  function follow(status: number, location: string | undefined): void {
    const next = redirects.follow(exchange, status, location, hops);
    if (typeof next === 'string') {
      failed('redirect', next);
      return;
    }
    hops++;
    exchange = next;
    if (next.origin !== first.origin) side = next.open(sideHandler);
    else if (connection === null) connection = first.open(handler);
    else transmit(connection, now());
  }

  function mayResend(message: string): boolean {
    if (++resent <= mostResent) return true;
    failed('reset', `the server did not take the request, on ${resent} connections: ${message}`);
    return false;
  }

  function failed(kind: string, message: string, at = now()): void {
    tally.failed(kind, message);
    slot.busy = false;
    context.free(slot, at, true);
  }

  function settle(): void {
    const told = settled;
    settled = null;
    told?.();
  }

  // The request in flight, on either connection; the other one goes on, or both do.
  function giveUp(): void {
    if (side !== null) abandonSide();
    else if (connection?.giveUp() !== true) retire();
    else retireUsedUp();
  }

  function abandonSide(): void {
    side?.destroy();
    endSide();
  }

  function retireUsedUp(): void {
    if (used >= mostRequests) retire();
  }

  function retire(): void {
    connection?.destroy();
    lose();
  }

  function lose(): void {
    if (connection !== null) {
      const { peer, requests, bytesIn, bytesOut } = usage(connection);
      tally.retired(peer, requests, bytesIn, bytesOut);
    }
    connection = null;
    connected = false;
    used = 0;
  }

  function endSide(): void {
    if (side !== null) {
      const { peer, requests, bytesIn, bytesOut } = usage(side);
      tally.retired(peer, requests, bytesIn, bytesOut);
    }
    side = null;
  }

  function usage(one: Carrier): Usage {
    const { peer, bytesIn, bytesOut } = one.traffic();
    return { peer, requests: one === connection ? used : 1, bytesIn, bytesOut };
  }

  return slot;
}
