// The messages of a client that streams: one after the other, as fast as windows let them out, or at intervals.
import type { GrpcLoad } from '../../model/task.ts';
import type { Http2Stream, Session } from '../../wire/http2/handler.ts';

type Over = Pick<Session, 'write'>;

// What a stream says, from the start again where it says more than there is.
export interface MessageList {
  readonly length: number;
  at(index: number): Buffer;
}

export interface Outgoing {
  readonly sent: number; // messages
  begin(connection: Over, stream: Http2Stream, list: MessageList): void;
  drained(): void;
  stop(): void;
}

const nothing = Buffer.alloc(0);
const none: MessageList = { length: 0, at: () => nothing };
const mostAtOnce = 256 * 1024; // bytes, then others have their turn
const eachAtLeast = 256;

export function createOutgoing({ stream: asked }: Pick<GrpcLoad, 'stream'>, now: () => number): Outgoing {
  const { count, intervalMs, durationMs } = asked;
  let over: Over | undefined; // while there is more to send
  let stream: Http2Stream | undefined;
  let list: MessageList = none;
  let [total, dueAt] = [0, 0];
  let pause: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;
  let end: NodeJS.Timeout | undefined;
  let isSending = false;
  const self = {
    sent: 0,
    begin(connection: Over, given: Http2Stream, messages: MessageList) {
      over = connection;
      stream = given;
      list = messages;
      self.sent = 0;
      dueAt = intervalMs > 0 ? now() : 0;
      total = list.length === 0 ? 0 : count > 0 ? count : durationMs > 0 ? Number.POSITIVE_INFINITY : list.length;
      if (durationMs > 0) end = setTimeout(halfClose, durationMs);
      if (total === 0) halfClose();
      else send();
    },
    drained() {
      if (over !== undefined && !isSending && pause === undefined && turn === undefined) goOn();
    },
    stop,
  };
  return self;

  function goOn(): void {
    const wait = intervalMs > 0 ? dueAt - now() : 0;
    if (wait > 0) pause = setTimeout(resume, wait);
    else send();
  }

  function resume(): void {
    pause = undefined;
    turn = undefined;
    goOn();
  }

  function send(): void {
    let left = mostAtOnce;
    while (over !== undefined && stream !== undefined) {
      const bytes = list.at(self.sent++);
      const isLast = self.sent >= total;
      isSending = true;
      over.write(stream, bytes, isLast);
      isSending = false;
      if (intervalMs > 0) dueAt = Math.max(dueAt + intervalMs, now());
      left -= Math.max(eachAtLeast, bytes.length);
      if (isLast) stop();
      else if (stream.queued > 0)
        return; // until it is drained
      else if (intervalMs > 0 || left <= 0) {
        turn = setImmediate(resume);
        return;
      }
    }
  }

  function halfClose(): void {
    if (over !== undefined && stream !== undefined) over.write(stream, nothing, true);
    stop();
  }

  function stop(): void {
    over = undefined;
    clearTimeout(pause);
    clearTimeout(end);
    clearImmediate(turn);
    pause = undefined;
    turn = undefined;
  }
}
