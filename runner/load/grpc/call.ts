import type { FailureKind } from '../../model/failure.ts';
import type { GrpcLoad } from '../../model/task.ts';
import type { Call } from '../../proto/call-data.ts';
import { status, statusOfReset } from '../../wire/grpc/status.ts';
import type { Http2Stream, StreamHandler } from '../../wire/http2/handler.ts';
import type { Slot, SlotContext } from '../slot.ts';
import { createAnswer } from './answer.ts';
import { type CallCounts, uncounted } from './call-counts.ts';
import type { CallPlan } from './call-plan.ts';
import { createOutgoing, type MessageList } from './outgoing.ts';
import type { Carrier, Lane, Passenger, Pool } from './pool.ts';

interface CallParts {
  plan: CallPlan;
  pool: Pool;
  lane: Lane; // whose connection it prefers
  worker: string; // what it is called in templates
  counts(): CallCounts; // of the next call
}

const mostSends = 4; // of a call that servers say they did not look at
const cancelled = 8; // the code of HTTP/2

// Makes one call at a time, over a connection that others use too.
export function createCall(context: SlotContext<GrpcLoad>, { plan, pool, lane, worker, counts }: CallParts): Slot {
  const { request, openLoop, now } = context;
  const { timeoutMs, stream: asked } = request;
  const isStreaming = request.streams.client || request.streams.server;
  const mostMessages = request.streams.server && !request.streams.client && asked.count > 0 ? asked.count : 0;
  const longestMs = request.streams.server && !request.streams.client ? asked.durationMs : 0;
  const answer = createAnswer(request.mostReceiveBytes, request.streams.server);
  const outgoing = request.streams.client ? createOutgoing(request, now) : undefined;

  let counted = uncounted;
  let call: Call = { request: 0, worker };
  let message: Buffer | undefined; // of a client that does not stream
  let list: MessageList | undefined;
  let more: Buffer | undefined;
  let carrier: Carrier | undefined; // none while it waits for one
  let stream: Http2Stream | undefined;
  let clock: NodeJS.Timeout | undefined;
  let [due, lag, act, sentAt, sends, heard] = [0, 0, 0, 0, 0, 0];

  const slot = {
    busy: false,
    serve(dueAt: number, ready: number, actAt: number) {
      slot.busy = true;
      due = dueAt;
      sends = 0;
      counted = counts();
      call = plan.next(worker);
      if (outgoing === undefined) message = plan.message(call);
      else list = plan.messages(call);
      more = plan.metadata(call);
      act = plan.isRendered ? now() : actAt;
      lag = act - ready;
      counted.begun(act, openLoop ? lag : undefined);
      pool.place(passenger, act);
    },
    expire,
    stop() {
      if (!slot.busy) return;
      slot.busy = false;
      counted.unfinished();
      abandon();
    },
  };

  const passenger: Passenger = {
    lane,
    board(on, at) {
      const opened = on.connection.open(plan.head, false, handler, more);
      if (opened === undefined) return false;
      carrier = on;
      on.isUsed = true;
      stream = opened;
      answer.begin();
      heard = 0;
      if (sends++ === 0) sentAt = at;
      counted.carriedBy(on);
      if (longestMs > 0) clock = setTimeout(enough, longestMs);
      if (message !== undefined) on.connection.write(opened, message, true);
      else if (list !== undefined) outgoing?.begin(on.connection, opened, list);
      return true;
    },
    expire,
    stranded: (kind, message) => failed(status.UNAVAILABLE, kind, message),
  };

  const handler: StreamHandler = {
    field: answer.field,
    headers: answer.headers,
    data(bytes, start, end) {
      const isFine = answer.data(bytes, start, end);
      if (isStreaming && heard === 0 && answer.messages() > 0) {
        heard = now();
        counted.firstMessage(heard - due - lag);
      }
      if (!isFine) {
        abandonStream();
        judge();
      } else if (mostMessages > 0 && answer.messages() >= mostMessages) enough();
    },
    trailers() {},
    end: judge,
    failed(kind, message, unprocessed, reset) {
      endSending();
      if (unprocessed && sends < mostSends) {
        const refusing = carrier;
        carrier = undefined;
        stream = undefined;
        if (refusing !== undefined) counted.leftBy(refusing);
        pool.place(passenger, now());
        if (refusing !== undefined) pool.released(refusing);
      } else if (reset === cancelled && now() - act >= timeoutMs) expired(now());
      else failed(reset === undefined ? statusOfLoss(kind) : statusOfReset(reset), kind, message);
    },
    drained() {
      outgoing?.drained();
    },
  };

  // The server streams on, and the client has what it wanted.
  function enough(): void {
    if (!slot.busy || stream === undefined) return;
    abandonStream();
    answered(status.OK, '');
  }

  function judge(): void {
    endSending();
    answer.judge();
    if (answer.failure === undefined) answered(answer.status, answer.message);
    else failed(answer.status, answer.failure, answer.message);
  }

  function answered(code: number, message: string): void {
    const at = now();
    counted.answered(code, message, at - due - lag, at - sentAt);
    over(at, false);
  }

  function failed(code: number, kind: FailureKind, message: string): void {
    counted.failed(code, kind, message);
    over(now(), true);
  }

  function expire(at: number): boolean {
    if (!slot.busy || at - act < timeoutMs) return false;
    abandon();
    expired(at);
    return true;
  }

  function expired(at: number): void {
    counted.givenUp(at - due - lag, `no whole answer within ${timeoutMs} ms`);
    over(at, true);
  }

  function over(at: number, isFailed: boolean): void {
    if (isStreaming && sends > 0) counted.streamed(received(), outgoing?.sent ?? 1);
    const on = carrier;
    carrier = undefined;
    stream = undefined;
    slot.busy = false;
    if (on !== undefined) pool.released(on);
    context.free(slot, at, isFailed);
  }

  function received(): number {
    return mostMessages > 0 ? Math.min(mostMessages, answer.messages()) : answer.messages();
  }

  function abandon(): void {
    if (stream === undefined) pool.withdraw(passenger);
    else abandonStream();
  }

  function abandonStream(): void {
    endSending();
    if (stream !== undefined) carrier?.connection.cancel(stream);
  }

  function endSending(): void {
    if (outgoing !== undefined) outgoing.stop();
    if (longestMs > 0) clearTimeout(clock);
  }

  return slot;
}

// Of a call whose connection was lost, or whose answer nobody can read.
function statusOfLoss(kind: FailureKind): number {
  if (kind === 'protocol') return status.INTERNAL;
  return kind === 'too-large' ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE;
}
