// The connections under the calls of a load: calls are spread over them, and one that ends is replaced when it is needed.
import type { FailureKind } from '../../model/failure.ts';
import type { Http2Connection } from '../../wire/http2/connection.ts';
import type { SessionHandler } from '../../wire/http2/handler.ts';
import type { Usage } from '../slot.ts';

export interface Carrier {
  readonly lane: Lane;
  readonly connection: Http2Connection;
  calls: number; // that count
  isUsed: boolean; // it took a call
}

// The place of one connection, and of those that replace it.
export interface Lane {
  readonly index: number;
  carrier: Carrier | undefined;
  isReady: boolean;
  waiting: Passenger[]; // for a connection, or for room on it
  settled: () => void; // connected, or failed to
}

// A call on its way to a connection.
export interface Passenger {
  readonly lane: Lane;
  // False: there is no room on it.
  board(carrier: Carrier, at: number): boolean;
  expire(at: number): boolean; // true: it has waited too long, and is no passenger any more
  stranded(kind: FailureKind, message: string): void;
}

export interface Pool {
  readonly lanes: readonly Lane[];
  place(call: Passenger, at: number): void; // at once, or when there is room
  withdraw(call: Passenger): void;
  released(carrier: Carrier): void; // a call on it has ended
  warm(): Promise<void>;
  live(): Usage[];
  close(): void;
}

interface PoolOptions {
  connections: number;
  connect(handler: SessionHandler): Http2Connection;
  connected(): void;
  explain(kind: FailureKind, message: string): string; // why there is no connection
  retired(usage: Usage): void;
  now(): number;
}

const unwilling = 'the server ended the connection before it took a call';

export function createPool({ connections, connect, connected, explain, retired, now }: PoolOptions): Pool {
  const lanes = Array.from({ length: connections }, (_, index): Lane => {
    return { index, carrier: undefined, isReady: false, waiting: [], settled: () => {} };
  });
  const leaving = new Set<Carrier>(); // they take no more calls, and finish those that they have
  let waitingCount = 0;

  return {
    lanes,
    place(call, at) {
      const { lane } = call;
      if (waitingCount === 0 && lane.isReady && lane.carrier !== undefined && call.board(lane.carrier, at)) return;
      wait(call, at);
    },
    withdraw(call) {
      const place = call.lane.waiting.indexOf(call);
      if (place < 0) return;
      call.lane.waiting.splice(place, 1);
      waitingCount--;
    },
    released(carrier) {
      if (waitingCount > 0 && carrier.lane.carrier === carrier) feed(carrier);
    },
    warm: () => Promise.all(lanes.map(settle)).then(() => {}),
    live: () => [...current(), ...leaving].map(usageOf),
    close() {
      for (const { connection } of [...current(), ...leaving]) connection.destroy();
    },
  };

  function wait(call: Passenger, at: number): void {
    const { lane } = call;
    if (lane.waiting.length === 0 && lane.isReady) {
      if (lane.carrier !== undefined && call.board(lane.carrier, at)) return;
      for (const other of lanes) {
        if (
          other.isReady &&
          other.waiting.length === 0 &&
          other.carrier !== undefined &&
          call.board(other.carrier, at)
        ) {
          return;
        }
      }
    }
    lane.waiting.push(call);
    waitingCount++;
    if (lane.carrier === undefined) dial(lane);
  }

  // Those of its own lane first, then those whose connection is full.
  function feed(carrier: Carrier): void {
    const at = now();
    while (carrier.connection.room > 0) {
      const from = carrier.lane.waiting.length > 0 ? carrier.lane : lanes.find(isFull);
      const call = from?.waiting[0];
      if (from === undefined || call === undefined) return;
      if (call.expire(at)) continue;
      from.waiting.shift();
      waitingCount--;
      call.board(carrier, at);
    }
  }

  function isFull(lane: Lane): boolean {
    return lane.isReady && lane.waiting.length > 0;
  }

  function settle(lane: Lane): Promise<void> {
    return new Promise((fulfil) => {
      lane.settled = fulfil;
      dial(lane);
    });
  }

  function dial(lane: Lane): void {
    const handler: SessionHandler = {
      connected() {
        lane.isReady = true;
        connected();
        lane.settled();
        feed(carrier);
      },
      roomChanged() {
        if (!carrier.connection.leaving) feed(carrier);
        else if (lane.carrier === carrier) {
          vacate(lane);
          leaving.add(carrier);
          replace(carrier, 'closed', unwilling);
        }
      },
      failed(kind, message) {
        const words = lane.isReady || lane.waiting.length === 0 ? message : explain(kind, message);
        end(carrier, kind, words);
        lane.settled();
      },
      closed: () => end(carrier, 'closed', unwilling),
    };
    const carrier: Carrier = { lane, connection: connect(handler), calls: 0, isUsed: false };
    lane.carrier = carrier;
  }

  function end(carrier: Carrier, kind: FailureKind, message: string): void {
    const { lane } = carrier;
    leaving.delete(carrier);
    retired(usageOf(carrier));
    if (lane.carrier !== carrier) return;
    vacate(lane);
    replace(carrier, kind, message);
  }

  // Where one took no call the next would not either: asking again at once would be asking without end.
  function replace({ lane, isUsed }: Carrier, kind: FailureKind, message: string): void {
    if (lane.waiting.length === 0) return;
    if (isUsed) dial(lane);
    else strand(lane, kind, message);
  }

  function vacate(lane: Lane): void {
    lane.carrier = undefined;
    lane.isReady = false;
  }

  function strand(lane: Lane, kind: FailureKind, message: string): void {
    const calls = lane.waiting;
    lane.waiting = [];
    waitingCount -= calls.length;
    for (const call of calls) call.stranded(kind, message);
  }

  function current(): Carrier[] {
    return lanes.flatMap(({ carrier }) => carrier ?? []);
  }

  function usageOf({ connection: { peer, bytesIn, bytesOut }, calls }: Carrier): Usage {
    return { peer, requests: calls, bytesIn, bytesOut };
  }
}
