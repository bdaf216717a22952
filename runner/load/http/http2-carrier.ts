import type { Http2Connection } from '../../wire/http2/connection.ts';
import type { Http2Stream, SessionHandler, StreamHandler } from '../../wire/http2/handler.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';
import type { Message } from './message.ts';

export function createHttp2Carrier(
  open: (handler: SessionHandler) => Http2Connection,
  handler: CarrierHandler,
): Carrier {
  let waiting: Message | undefined; // the server takes no stream now
  let stream: Http2Stream | undefined;
  let isDead = false;
  let isAnswering = false; // headers have come: what follows are trailers
  let isBodyWanted = false;
  let status = 0;
  let location: string | undefined;
  let heard = -1; // bytes that had come when a request was last given up

  const connection = open({
    connected: handler.connected,
    roomChanged() {
      if (waiting !== undefined) submit(waiting);
    },
    failed(kind, message) {
      isDead = true;
      handler.failed(kind, message);
    },
    closed() {
      isDead = true;
      if (waiting === undefined) handler.closed();
      else handler.unprocessed('the server closed the connection before it took a request');
    },
  });
  const answer: StreamHandler = {
    field(name, bytes, start, end) {
      if (name === 'location' && !isAnswering) location = bytes.toString('latin1', start, end);
    },
    headers(given) {
      status = given;
      isAnswering = true;
    },
    data(bytes, start, end) {
      if (isBodyWanted) handler.body(bytes, start, end);
    },
    trailers() {},
    end() {
      stream = undefined;
      handler.response(status, outlives());
    },
    failed(kind, message, unprocessed) {
      stream = undefined;
      if (isDead) return;
      if (unprocessed) {
        destroy();
        handler.unprocessed(message);
      } else if (outlives()) handler.aborted(kind, message);
      else handler.failed(kind, message);
    },
    drained() {},
  };

  return {
    send(message, wantBody) {
      isBodyWanted = wantBody;
      submit(message);
    },
    giveUp() {
      const given = waiting ?? stream;
      waiting = undefined;
      if (stream !== undefined) connection.cancel(stream);
      stream = undefined;
      // Nothing came since the last one was given up, not even the answer to a PING.
      if (given === undefined || connection.bytesIn === heard) return false;
      heard = connection.bytesIn;
      connection.ping();
      return true;
    },
    destroy,
    location: () => location,
    traffic: () => connection,
  };

  function submit(message: Message): void {
    const { body } = message;
    const hasBody = body !== null && body.length > 0;
    location = undefined;
    isAnswering = false;
    stream = connection.open(message.http2(), !hasBody, answer);
    waiting = stream === undefined ? message : undefined;
    if (stream !== undefined && hasBody) connection.write(stream, body, true);
  }

  // A connection that the server leaves ends with its last request.
  function outlives(): boolean {
    if (connection.leaving) destroy();
    return !isDead;
  }

  function destroy(): void {
    isDead = true;
    waiting = undefined;
    stream = undefined;
    connection.destroy();
  }
}
