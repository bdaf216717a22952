// One connection of ours and everything it reports, in order.
import { setImmediate as turn } from 'node:timers/promises';
import type { DialOptions } from '../../runner/wire/dial.ts';
import { type Connection, connect } from '../../runner/wire/http1/connection.ts';
import { encodeRequest } from '../../runner/wire/http1/request.ts';
import { createResolver } from '../../runner/wire/resolve.ts';

type Event =
  | { event: 'connected' }
  | { event: 'response'; status: number; reusable: boolean }
  | { event: 'failed'; kind: string; message: string; busy: boolean }
  | { event: 'closed' };

export interface Client {
  connection: Connection;
  events: Event[];
  body: string;
  // The first event of that name that has not been waited for yet; fails after ten seconds without one.
  next<E extends Event['event']>(name: E): Promise<Extract<Event, { event: E }>>;
  request(method?: string): void;
}

export function client(port: number, options: Partial<DialOptions> = {}): Client {
  const full = { host: '127.0.0.1', port, addresses: createResolver(), tls: null, connectTimeoutMs: 8000, ...options };
  const events: Event[] = [];
  let seen = 0;
  let wake = () => {};
  const add = (event: Event) => {
    events.push(event);
    wake();
  };
  const connection = connect(full, {
    connected: () => add({ event: 'connected' }),
    response: (status, reusable) => add({ event: 'response', status, reusable }),
    body: (chunk, start, end) => {
      self.body += chunk.toString('latin1', start, end);
    },
    failed: (kind, message) => add({ event: 'failed', kind, message, busy: connection.busy }),
    closed: () => add({ event: 'closed' }),
  });
  connection.wantBody = true;
  const self: Client = { connection, events, body: '', next, request };
  return self;

  function request(method = 'GET'): void {
    connection.send(encodeRequest({ method, target: '/', headers: [['Host', 'test']], body: null }), method);
  }

  async function next<E extends Event['event']>(name: E): Promise<Extract<Event, { event: E }>> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      while (seen < events.length) {
        const event = events[seen++];
        if (event?.event === name) return event as Extract<Event, { event: E }>;
      }
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`no ${name} in ${JSON.stringify(events.slice(-20))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

// For so long; and, where this process stood still for all of it, until what came meanwhile is read: timers come before
// sockets.
export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  for (let turns = 10; turns > 0; turns--) await turn();
}
