import type { FailureKind } from '../../model/failure.ts';
import type { GrpcLoad } from '../../model/task.ts';
import { status, statusOfReset } from '../../wire/grpc/status.ts';
import type { Http2Stream, StreamHandler } from '../../wire/http2/handler.ts';
import type { Slot, SlotContext } from '../slot.ts';
import { Answer } from './answer.ts';
import { type CallCounts, uncounted } from './call-counts.ts';
import type { CallPlan } from './call-plan.ts';
import { createOutgoing, type MessageList, type Outgoing } from './outgoing.ts';
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

// Makes one call at a time, over a connection that others use too: a slot of the schedule, a passenger of the pool and the
// handler of its stream in one. A class, so that all slots share their code: of closures V8 optimises each one's own, which
// took 0.9 s of CPU for 50 slots on Node 24.
export class CallSlot implements Slot, Passenger, StreamHandler {
  busy = false;
  readonly lane: Lane;
  readonly #context: SlotContext<GrpcLoad>;
  readonly #parts: CallParts;
  readonly #timeoutMs: number;
  readonly #isStreaming: boolean;
  readonly #mostMessages: number; // then the client ends the call
  readonly #longestMs: number; // then it does, too
  readonly #answer: Answer;
  readonly #outgoing: Outgoing | undefined;
  #counted: CallCounts = uncounted;
  #message: Buffer | undefined; // of a client that does not stream
  #list: MessageList | undefined;
  #more: Buffer | undefined;
  #carrier: Carrier | undefined; // none while it waits for one
  #stream: Http2Stream | undefined;
  #clock: NodeJS.Timeout | undefined;
  #due = 0;
  #lag = 0;
  #act = 0;
  #sentAt = 0;
  #sends = 0;
  #isHeard = false;

  constructor(context: SlotContext<GrpcLoad>, parts: CallParts) {
    const { timeoutMs, stream: asked, streams, mostReceiveBytes } = context.request;
    const isServerAlone = streams.server && !streams.client;
    this.lane = parts.lane;
    this.#context = context;
    this.#parts = parts;
    this.#timeoutMs = timeoutMs;
    this.#isStreaming = streams.client || streams.server;
    this.#mostMessages = isServerAlone && asked.count > 0 ? asked.count : 0;
    this.#longestMs = isServerAlone ? asked.durationMs : 0;
    this.#answer = new Answer(mostReceiveBytes, streams.server);
    this.#outgoing = streams.client ? createOutgoing(context.request, context.now) : undefined;
  }

  serve(due: number, ready: number, act: number): void {
    const { plan, pool, worker, counts } = this.#parts;
    const { openLoop, now } = this.#context;
    this.busy = true;
    this.#due = due;
    this.#sends = 0;
    this.#counted = counts();
    const call = plan.next(worker);
    if (this.#outgoing === undefined) this.#message = plan.message(call);
    else this.#list = plan.messages(call);
    this.#more = plan.metadata(call);
    this.#act = plan.isRendered ? now() : act;
    this.#lag = this.#act - ready;
    this.#counted.begun(this.#act, openLoop ? this.#lag : undefined);
    pool.place(this, this.#act);
  }

  stop(): void {
    if (!this.busy) return;
    this.busy = false;
    this.#counted.unfinished();
    this.#abandon();
  }

  board(on: Carrier, at: number): boolean {
    const opened = on.connection.open(this.#parts.plan.head, false, this, this.#more);
    if (opened === undefined) return false;
    this.#carrier = on;
    on.isUsed = true;
    this.#stream = opened;
    this.#answer.begin();
    this.#isHeard = false;
    if (this.#sends++ === 0) this.#sentAt = at;
    this.#counted.carriedBy(on);
    if (this.#longestMs > 0) this.#clock = setTimeout(() => this.#enough(), this.#longestMs);
    if (this.#message !== undefined) on.connection.write(opened, this.#message, true);
    else if (this.#list !== undefined) this.#outgoing?.begin(on.connection, opened, this.#list);
    return true;
  }

  stranded(kind: FailureKind, message: string): void {
    this.#failed(status.UNAVAILABLE, kind, message);
  }

  expire(at: number): boolean {
    if (!this.busy || at - this.#act < this.#timeoutMs) return false;
    this.#abandon();
    this.#expired(at);
    return true;
  }

  field(name: string, bytes: Buffer, start: number, end: number): void {
    this.#answer.field(name, bytes, start, end);
  }

  headers(httpStatus: number): void {
    this.#answer.headers(httpStatus);
  }

  data(bytes: Buffer, start: number, end: number): void {
    const answer = this.#answer;
    const isFine = answer.data(bytes, start, end);
    if (this.#isStreaming && !this.#isHeard && answer.messages() > 0) {
      this.#isHeard = true;
      this.#counted.firstMessage(this.#context.now() - this.#due - this.#lag);
    }
    if (!isFine) {
      this.#abandonStream();
      this.end();
    } else if (this.#mostMessages > 0 && answer.messages() >= this.#mostMessages) this.#enough();
  }

  trailers(): void {}

  end(): void {
    const answer = this.#answer;
    this.#endSending();
    answer.judge();
    if (answer.failure === undefined) this.#answered(answer.status, answer.message);
    else this.#failed(answer.status, answer.failure, answer.message);
  }

  failed(kind: FailureKind, message: string, unprocessed: boolean, reset?: number): void {
    const { now } = this.#context;
    this.#endSending();
    if (unprocessed && this.#sends < mostSends) this.#sendAgain();
    else if (reset === cancelled && now() - this.#act >= this.#timeoutMs) this.#expired(now());
    else this.#failed(reset === undefined ? statusOfLoss(kind) : statusOfReset(reset), kind, message);
  }

  drained(): void {
    this.#outgoing?.drained();
  }

  #sendAgain(): void {
    const { pool } = this.#parts;
    const refusing = this.#carrier;
    this.#carrier = undefined;
    this.#stream = undefined;
    if (refusing !== undefined) this.#counted.leftBy(refusing);
    pool.place(this, this.#context.now());
    if (refusing !== undefined) pool.released(refusing);
  }

  // The server streams on, and the client has what it wanted.
  #enough(): void {
    if (!this.busy || this.#stream === undefined) return;
    this.#abandonStream();
    this.#answered(status.OK, '');
  }

  #answered(code: number, message: string): void {
    const at = this.#context.now();
    this.#counted.answered(code, message, at - this.#due - this.#lag, at - this.#sentAt);
    this.#over(at, false);
  }

  #failed(code: number, kind: FailureKind, message: string): void {
    this.#counted.failed(code, kind, message);
    this.#over(this.#context.now(), true);
  }

  #expired(at: number): void {
    this.#counted.givenUp(at - this.#due - this.#lag, `no whole answer within ${this.#timeoutMs} ms`);
    this.#over(at, true);
  }

  #over(at: number, isFailed: boolean): void {
    if (this.#isStreaming && this.#sends > 0) this.#counted.streamed(this.#received(), this.#outgoing?.sent ?? 1);
    const on = this.#carrier;
    this.#carrier = undefined;
    this.#stream = undefined;
    this.busy = false;
    if (on !== undefined) this.#parts.pool.released(on);
    this.#context.free(this, at, isFailed);
  }

  #received(): number {
    const all = this.#answer.messages();
    return this.#mostMessages > 0 ? Math.min(this.#mostMessages, all) : all;
  }

  #abandon(): void {
    if (this.#stream === undefined) this.#parts.pool.withdraw(this);
    else this.#abandonStream();
  }

  #abandonStream(): void {
    this.#endSending();
    if (this.#stream !== undefined) this.#carrier?.connection.cancel(this.#stream);
  }

  #endSending(): void {
    if (this.#outgoing !== undefined) this.#outgoing.stop();
    if (this.#longestMs > 0) clearTimeout(this.#clock);
  }
}

// Of a call whose connection was lost, or whose answer nobody can read.
function statusOfLoss(kind: FailureKind): number {
  if (kind === 'protocol') return status.INTERNAL;
  return kind === 'too-large' ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE;
}
