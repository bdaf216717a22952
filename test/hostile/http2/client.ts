// A connection of ours and everything it tells, in words and in order.
import { connect, type Http2Connection } from '../../../runner/wire/http2/connection.ts';
import { createResolver } from '../../../runner/wire/resolve.ts';
import { recorder, requestHead } from './recorder.ts';

export type Http2Client = ReturnType<typeof http2Client>;

export function http2Client(port: number, options: Partial<Parameters<typeof connect>[0]> = {}) {
  const full = { host: '127.0.0.1', port, addresses: createResolver(), tls: null, connectTimeoutMs: 8000, ...options };
  const recorded = recorder();
  let seen = 0;
  let wake = () => {};
  recorded.on(() => wake());
  const connection: Http2Connection = connect(full, recorded.session);
  return {
    ...recorded,
    connection,
    // The first event that begins so and was not waited for yet.
    async next(begin: string, withinMs = 10_000): Promise<string> {
      const deadline = performance.now() + withinMs;
      for (;;) {
        while (seen < recorded.events.length) {
          const event = recorded.events[seen++] ?? '';
          if (event.startsWith(begin)) return event;
        }
        const left = deadline - performance.now();
        if (left <= 0) throw new Error(`no ${begin} in ${JSON.stringify(recorded.events.slice(-20))}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    // Events of the request begin with this name.
    request(name: string | number, { method = 'GET', body = null as Buffer | null, target = '/' } = {}) {
      const stream = connection.open(requestHead(method, [], target), body === null, recorded.stream(name));
      if (stream === undefined) throw new Error('there is no room for a stream');
      if (body !== null) connection.write(stream, body, true);
      return stream;
    },
  };
}
