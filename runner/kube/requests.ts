// A request with all its attempts: what is tried again, how soon, and when it is given up.
import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from '../model/cluster.ts';
import { formatDuration } from '../model/duration.ts';
import type { Access } from './access.ts';
import { type Answer, errorOf, readAnswer, saidIn } from './answer.ts';
import type { Call } from './call.ts';
import { noAnswer, unauthorized, unreachable } from './errors.ts';
import { type Life, pause, startLife } from './life.ts';
import { NetworkFailure, networkFailure } from './network-failure.ts';
import { backoff, type Timing } from './timing.ts';
import { type Asked, createTransport } from './transport.ts';

interface Question extends Asked {
  call: Call;
  once?: boolean; // it must not be done twice: UnknownOutcome where nobody can tell whether it was done
}

export interface Requests {
  // Whatever is said of the object, good or bad. `uncertain`: an attempt before it may have taken effect.
  ask(question: Question, options: RequestOptions): Promise<{ answer: Answer; uncertain: boolean }>;
  // The body of a good answer as it comes in, until the signal. `patient`: its head may take as long as it likes.
  open(question: Question, signal: AbortSignal, patient?: boolean): Promise<{ body: IncomingMessage; close(): void }>;
}

export class UnknownOutcome extends Error {
  readonly last: Error;

  constructor(last: Error) {
    super(last.message, { cause: last });
    this.name = 'UnknownOutcome';
    this.last = last;
  }
}

interface Limits {
  outer: AbortSignal | undefined;
  deadlineMs: number;
  answerMs: number; // of one attempt; 0: no limit of its own
}

type Receive<T> = (response: IncomingMessage) => Promise<T>;

const retried = [429, 500, 502, 503, 504];

export function createRequests(access: Access, timing: Timing, always?: AbortSignal): Requests {
  const send = createTransport(access);
  const { server } = access;

  async function once<T>(question: Question, life: Life, limits: Limits, fresh: boolean, receive: Receive<T>) {
    const { connectMs } = timing;
    try {
      return await receive(await send(question, { signal: life.signal, connectMs, answerMs: limits.answerMs, fresh }));
    } catch (error) {
      if (error instanceof NetworkFailure || life.signal.aborted) return { failure: networkFailure(error, true) };
      throw error;
    }
  }

  async function attempts<T extends { answer?: Answer }>(
    question: Question,
    life: Life,
    limits: Limits,
    receive: Receive<T>,
  ): Promise<{ got: T; uncertain: boolean }> {
    let uncertain = false;
    let refreshed = false;
    let fresh = false;
    let told: Error | undefined; // by the server, at an attempt before
    let before: NetworkFailure | undefined;
    for (let failures = 0; ; ) {
      const got = await once(question, life, limits, fresh, receive);
      fresh = false;
      limits.outer?.throwIfAborted();
      const failure = 'failure' in got ? got.failure : undefined;
      const answer = 'failure' in got ? undefined : got.answer;
      if (failure?.hopeless || answer?.status === 401) {
        if (refreshed) throw answer === undefined ? failed(failure) : unauthorized(server, saidIn(answer));
        refreshed = true;
        fresh = true;
        continue;
      }
      if (!('failure' in got) && !(answer !== undefined && retried.includes(answer.status))) return { got, uncertain };
      if (answer !== undefined) told = errorOf(answer, server, question.call);
      uncertain ||= answer === undefined ? failure?.reached === true : answer.status !== 429;
      const last = told ?? failed(failure);
      if (uncertain && question.once === true) throw new UnknownOutcome(last);
      const waitMs = Math.max(answer?.retryAfterMs ?? 0, backoff(timing, failures++));
      if (waitMs >= life.leftMs()) throw last;
      before = failure;
      await pause(waitMs, life.signal).catch(() => limits.outer?.throwIfAborted());
    }

    function failed(failure: NetworkFailure | undefined): Error {
      const { deadlineMs } = limits;
      // What the deadline cut off says nothing; the attempt before it may.
      const telling = life.isOver() ? before : failure;
      if (telling === undefined) return noAnswer(server, question.call, deadlineMs, failure);
      const tried = telling.hopeless ? '' : ` (tried for ${formatDuration(deadlineMs)})`;
      return unreachable(server, `${telling.message}${tried}`, telling);
    }
  }

  return {
    async ask(question, { signal = always, deadlineMs = timing.deadlineMs }) {
      signal?.throwIfAborted();
      const life = startLife(signal, deadlineMs);
      try {
        const limits = { outer: signal, deadlineMs, answerMs: deadlineMs / 2 };
        const receive = async (response: IncomingMessage) => ({ answer: await readAnswer(response) });
        const { got, uncertain } = await attempts(question, life, limits, receive);
        return { ...got, uncertain };
      } finally {
        life.end();
      }
    },
    async open(question, signal, patient = false) {
      signal.throwIfAborted();
      const { deadlineMs } = timing;
      const life = startLife(signal, deadlineMs);
      const receive = async (response: IncomingMessage): Promise<{ answer?: Answer; body?: IncomingMessage }> =>
        response.statusCode === 200 ? { body: response } : { answer: await readAnswer(response) };
      try {
        if (patient) life.withoutDeadline();
        const limits = { outer: signal, deadlineMs, answerMs: patient ? 0 : deadlineMs / 2 };
        const { body, answer } = (await attempts(question, life, limits, receive)).got;
        if (answer !== undefined) throw errorOf(answer, server, question.call);
        if (body === undefined) throw new Error('neither an answer nor a body');
        life.withoutDeadline();
        return {
          body,
          close() {
            life.end();
            body.destroy();
          },
        };
      } catch (error) {
        life.end();
        throw error;
      }
    },
  };
}
