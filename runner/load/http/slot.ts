import type { HttpLoad } from '../../model/task.ts';
import type { Connection, ConnectionHandler } from '../../wire/http1/connection.ts';
import type { Slot, SlotContext, Usage } from '../slot.ts';
import { createExchange, createRedirects } from './exchange.ts';
import { createExpected } from './expectation.ts';

// One of the load's connections: serves one request at a time, and connects again when it has to.
interface HttpSlot extends Slot {
  warm(settled: () => void): void; // connects ahead of the first request
  live(): Usage[];
}

export function createSlot(context: SlotContext<HttpLoad>): HttpSlot {
  const { request, tally, resolver, openLoop, now } = context;
  const first = createExchange(request, resolver);
  const redirects = createRedirects(request, resolver);
  const expected = createExpected(request.expect);
  const mostRequests =
    request.maxRequestsPerConnection > 0 ? request.maxRequestsPerConnection : Number.POSITIVE_INFINITY;

  let connection: Connection | null = null;
  let connected = false;
  let used = 0; // requests on this connection
  let side: Connection | null = null; // of a redirect to another origin
  let exchange = first;
  let [hops, due, lag, act, sentAt] = [0, 0, 0, 0, 0];
  let settled: (() => void) | null = null;

  const handler: ConnectionHandler = {
    connected() {
      connected = true;
      tally.connected();
      settle();
      if (slot.busy) transmit(connection, now());
    },
    response(status, reusable) {
      const location = request.followRedirects ? connection?.location : undefined;
      if (!reusable) lose();
      else if (used >= mostRequests) retire();
      answered(status, location);
    },
    body: (chunk, start, end) => expected?.body(chunk, start, end),
    failed(kind, message) {
      lose();
      settle();
      if (slot.busy) failed(kind, message);
    },
    closed: lose,
  };
  const sideHandler: ConnectionHandler = {
    connected() {
      tally.connected();
      transmit(side, now());
    },
    response(status) {
      const location = side?.location;
      endSide();
      answered(status, location);
    },
    body: handler.body,
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
      abandon();
      failed('timeout', `no whole answer within ${timeoutMs} ms`, at);
    },
    stop() {
      if (slot.busy) tally.unfinished();
      slot.busy = false;
      abandon();
    },
    live: () => [connection, side].flatMap((one) => (one === null ? [] : [usage(one)])),
  };

  function transmit(over: Connection | null, at: number): void {
    if (over === null) return;
    if (hops === 0) sentAt = at;
    if (over === connection) used++;
    if (expected !== null) {
      expected.begin();
      over.wantBody = expected.wantsBody;
    }
    over.send(exchange.bytes, exchange.method);
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

  // Gives up what is in flight, on either connection.
  function abandon(): void {
    if (connection !== null) retire();
    if (side !== null) {
      side.destroy();
      endSide();
    }
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
    if (side !== null) tally.retired(side.peer, 1, side.bytesIn, side.bytesOut);
    side = null;
  }

  function usage(one: Connection) {
    return { peer: one.peer, requests: one === connection ? used : 1, bytesIn: one.bytesIn, bytesOut: one.bytesOut };
  }

  return slot;
}
