// What a session or a connection tells, in words and in order.
import type { SessionHandler, StreamHandler } from '../../../runner/wire/http2/handler.ts';
import { encodeHead, type RequestHead } from '../../../runner/wire/http2/request-head.ts';

export interface Recorder {
  events: string[];
  bodies: Record<string, string>; // by stream
  session: SessionHandler;
  // Events of that stream begin with its name.
  stream(name: string | number): StreamHandler;
  // Called with each event.
  on(told: (event: string) => void): void;
}

export function recorder(): Recorder {
  const events: string[] = [];
  const bodies: Record<string, string> = {};
  const listeners: ((event: string) => void)[] = [];
  const tell = (event: string) => {
    events.push(event);
    for (const told of listeners) told(event);
  };
  return {
    events,
    bodies,
    session: {
      connected: () => tell('connected'),
      roomChanged: () => tell('room changed'),
      failed: (kind, message) => tell(`failed ${kind}: ${message}`),
      closed: () => tell('closed'),
    },
    stream(name) {
      let fields: string[] = [];
      return {
        field: (field, bytes, start, end) => fields.push(`${field}=${bytes.toString('latin1', start, end)}`),
        headers(status, ended) {
          tell(`${[`${name} headers ${status}`, ...fields].join(' ')}${ended ? ' ended' : ''}`);
          fields = [];
        },
        data(bytes, start, end) {
          // However it is cut, a body is one.
          bodies[name] = (bodies[name] ?? '') + bytes.toString('latin1', start, end);
        },
        trailers() {
          tell([`${name} trailers`, ...fields].join(' '));
          fields = [];
        },
        end: () => tell(`${name} end${bodies[name] === undefined ? '' : ` with ${bodies[name].length} bytes`}`),
        failed: (kind, message, unprocessed) =>
          tell(`${name} failed ${kind}: ${message}${unprocessed ? ' (unprocessed)' : ''}`),
        drained: () => tell(`${name} drained`),
      };
    },
    on: (told) => void listeners.push(told),
  };
}

export function requestHead(method = 'GET', more: [string, string][] = [], target = '/'): RequestHead {
  return encodeHead({ method, scheme: 'http', target, headers: [['Host', 'test'], ...more], length: null });
}
