// What tests make a cluster do to its callers.
import { KubeError, type RequestOptions } from '../../model/cluster.ts';
import type { Call, Verb } from '../call.ts';
import { forbidden, noAnswer, unauthorized, unreachable } from '../errors.ts';

// Which calls. Whatever is left out does not matter; pods/log is the resource of logs.
export interface Which {
  verb?: Verb;
  resource?: string;
  namespace?: string;
  name?: string;
  times?: number; // so many calls, then no more; left out: all
  late?: boolean; // the call takes effect, and its answer is lost
}

// A status is what is left when the client has given up to try again; `hang` lasts to the deadline or the signal. A
// function runs before the call and lets it go on: what others do meanwhile.
export type Fault =
  | { status: number; reason?: string; message?: string }
  | 'forbidden'
  | 'unauthorized'
  | 'network'
  | 'hang'
  | (() => Promise<void> | void);

interface Faults {
  add(which: Which, fault: Fault): () => void; // what it gives back takes it away again
  run<T>(call: Call, options: RequestOptions, act: () => T): Promise<T>;
}

export function createFaults(server: string): Faults {
  let armed: { which: Which; fault: Fault; left: number }[] = [];

  async function strike(fault: Fault, call: Call, { signal, deadlineMs = 30_000 }: RequestOptions): Promise<void> {
    if (typeof fault === 'function') return fault();
    if (fault === 'forbidden') throw forbidden(call, 'as the test wants it');
    if (fault === 'unauthorized') throw unauthorized(server, 'as the test wants it');
    if (fault === 'network') throw unreachable(server, 'the connection was refused');
    if (fault !== 'hang')
      throw new KubeError(fault.status, fault.reason ?? 'InternalError', fault.message ?? `status ${fault.status}`);
    await hang(deadlineMs, signal);
    throw noAnswer(server, call, deadlineMs);
  }

  return {
    add(which, fault) {
      const one = { which, fault, left: which.times ?? Number.POSITIVE_INFINITY };
      armed.push(one);
      return () => {
        armed = armed.filter((other) => other !== one);
      };
    },
    async run(call, options, act) {
      options.signal?.throwIfAborted();
      const found = armed.find(({ which, left }) => left > 0 && concerns(which, call));
      if (found === undefined) return act();
      found.left--;
      if (found.which.late !== true) {
        await strike(found.fault, call, options);
        return act();
      }
      const done = act();
      await strike(found.fault, call, options);
      return done;
    },
  };
}

function concerns(which: Which, { verb, type, namespace, name }: Call): boolean {
  return (
    (which.verb ?? verb) === verb &&
    (which.resource ?? type.resource) === type.resource &&
    (which.namespace ?? namespace) === namespace &&
    (which.name ?? name) === name
  );
}

function hang(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(end, ms);
    const stop = () => end(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    function end(reason?: unknown): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (reason === undefined) resolve();
      else reject(reason);
    }
  });
}
