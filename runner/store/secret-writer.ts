// An experiment in a Kubernetes Secret, for the pod that runs it.
import type { Cluster } from '../model/cluster.ts';
import type { Document, Note } from '../model/document.ts';
import { messageOf } from '../model/errors.ts';
import type { Store } from '../model/store.ts';
import type { Clock, Log } from '../model/task.ts';
import { secretStore } from './secret.ts';
import { foundBy } from './secret-document.ts';
import { takeRole } from './secret-lock.ts';
import { documentKey, encode, type Pod, refOf } from './secret-object.ts';
import { createRole, type Limit, type Role } from './secret-save.ts';
import { toYaml } from './to-yaml.ts';

const heartbeatMs = 10_000;
const heartbeatTakesMs = 5000;
const heartbeatAgainMs = 2000; // after one that failed

// How long a save may take: the first one, those on the way (which hold up the next step), and the last one.
const saveMs = { first: 60_000, soon: 10_000, last: 120_000 };

// Told to stop, with its Secret or its rights gone: the experiment is being deleted, and is not to hold that up.
const deletedMs = 5000;

interface SecretWriterOptions {
  cluster: Pick<Cluster, 'get' | 'patch'>;
  namespace: string;
  group: string;
  pod: Pod;
  revision: number;
  clock: Clock; // one that only goes forward, whatever is done to the machine's
  random?: () => number;
  log: Log;
  signal: AbortSignal; // the pod was told to stop
  graceMs?: number; // from then on, for saving: the chart's terminationGracePeriodSeconds is 60
  waitMs?: number; // for another pod to finish
}

export interface SecretWriter extends Store {
  // Aborted, with the reason, when another pod has become the writer: nothing is saved any more, so the run had better end.
  lost: AbortSignal;
  notes(): Note[]; // for the result: what `read` found and could not go on from
}

export function secretWriter(options: SecretWriterOptions): SecretWriter {
  const { clock, log, signal, graceMs = 45_000, waitMs = 3_600_000 } = options;
  const { pod, revision, random = Math.random } = options;
  const ref = refOf(options);
  const reader = secretStore(options);
  const lost = new AbortController();
  const notes: Note[] = [];
  let role: Role | undefined;
  let aside: Record<string, string> = {};
  let saved = false;
  let told = Number.POSITIVE_INFINITY; // to stop, at that time
  let rest = new AbortController();

  const stop = () => {
    told = clock.now();
  };

  function held(): Role {
    if (role === undefined) throw new Error('only the holder of the lock writes');
    return role;
  }

  function limitFor(document: Document): Limit {
    const kind = document.details?.state !== 'running' ? 'last' : saved ? 'soon' : 'first';
    const end = clock.now() + saveMs[kind];
    return (taken = false) => Math.min(end, told + (taken ? Math.min(deletedMs, graceMs) : graceMs));
  }

  // Each save carries a heartbeat, too, and puts the next one off.
  async function renew(mine: Role, ended: AbortSignal): Promise<void> {
    let failing = false;
    while (!ended.aborted) {
      rest = new AbortController();
      const waited = rest.signal;
      const pause = failing ? heartbeatAgainMs : heartbeatMs;
      await clock.sleep(pause, AbortSignal.any([waited, ended])).catch(() => {});
      if (ended.aborted || waited.aborted) continue;
      const limit = clock.now() + heartbeatTakesMs;
      try {
        await mine.put(undefined, () => limit);
        failing = false;
      } catch (error) {
        if (mine.lost.aborted) return;
        log[failing ? 'debug' : 'warn'](`the role of the writer could not be renewed: ${messageOf(error)}`);
        failing = true;
      }
    }
  }

  return {
    lost: lost.signal,
    notes: () => [...notes],
    writer: reader.writer,
    async read() {
      if (role === undefined) return reader.read();
      const found = foundBy(role.seen(), ref);
      if (found.aside === undefined) return found.document;
      const { data, message } = found.aside;
      aside = data;
      log.warn(message);
      notes.push({ kind: 'info', subject: 'result', message });
      return undefined;
    },
    async write(document) {
      const data = { ...aside, [documentKey]: encode(toYaml(document)) };
      await held().put(data, limitFor(document));
      aside = {};
      saved = true;
      rest.abort();
    },
    async lock() {
      const shared = { ...options, random, ref, me: { pod, revision } };
      const mine = createRole(shared, await takeRole({ ...shared, waitMs }));
      role = mine;
      mine.lost.addEventListener('abort', () => lost.abort(mine.lost.reason), { once: true });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      const ended = new AbortController();
      void renew(mine, ended.signal);
      return async () => {
        if (ended.signal.aborted) return;
        ended.abort();
        signal.removeEventListener('abort', stop);
        role = undefined;
        await mine.release().catch((error: unknown) => log.debug(`the role was not given back: ${messageOf(error)}`));
      };
    },
  };
}
