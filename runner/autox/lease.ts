// One of several replicas works: the one that holds the Lease. Clocks of two machines are never compared: a Lease is free
// when nothing of it has changed for as long as it lasts, by the clock of whoever looks.
import { type Cluster, KubeError, type KubeObject, type ObjectRef } from '../model/cluster.ts';
import { messageOf } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import type { Clock, Log } from '../model/task.ts';

interface LeaseOptions {
  cluster: Cluster;
  namespace: string;
  name: string;
  identity: string;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  takesOver?: boolean; // whoever holds it now is to end
  isEnded?(holder: string): boolean; // for certain, so that nobody has to wait for it
}

const leaseMs = 15_000; // others take it after so long without a renewal
const renewMs = 10_000; // without a renewal for so long, the holder stops
const retryMs = 2000;
const settleMs = 5000; // within it, whoever held it before has seen that another has it now, and has ended

// The cluster changes nothing any more once the Lease was not renewed for long, told or not: others may work by then.
type Work = (signal: AbortSignal, cluster: Cluster) => Promise<void>;

// Does the work while this process holds the Lease, and again when it gets it back; gives it back at the end.
export async function lead(options: LeaseOptions, work: Work): Promise<void> {
  const { cluster, namespace, name, identity, clock, log, signal, takesOver = false, isEnded = () => false } = options;
  const ref: ObjectRef = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace, name };
  let seen: { sign: string; since: number } | undefined;
  let held: { abort: AbortController; done: Promise<void> } | undefined;
  let renewed = 0;
  let taken = Number.POSITIVE_INFINITY;
  let told = ''; // what went wrong last
  const leftMs = () => renewed + renewMs - clock.now();

  // A process that was frozen hears of everything else before it hears of the Lease.
  function mustHold(): void {
    if (leftMs() <= 0) throw new Error(`the Lease ${name} was not renewed for ${renewMs / 1000} s`);
  }

  const fenced: Cluster = {
    ...cluster,
    async create(...given) {
      mustHold();
      return cluster.create(...given);
    },
    async patch(...given) {
      mustHold();
      return cluster.patch(...given);
    },
    async delete(...given) {
      mustHold();
      return cluster.delete(...given);
    },
  };

  // Whoever holds it looks again before it has to end.
  function waitMs(): number {
    return held === undefined ? retryMs : Math.min(retryMs, Math.max(1, leftMs()));
  }

  function begin(): void {
    const abort = new AbortController();
    log.info(`${identity} leads now`);
    const done = work(abort.signal, fenced).catch((error: unknown) =>
      log.error(`the controller ended: ${messageOf(error)}`),
    );
    held = { abort, done };
  }

  async function end(): Promise<void> {
    held?.abort.abort();
    await held?.done;
    held = undefined;
  }

  // True where the Lease is ours now.
  async function take(): Promise<boolean> {
    const limits = () => ({ signal, deadlineMs: waitMs() });
    const lease = await cluster.get(ref, limits());
    const now = clock.now();
    if (lease === undefined) return created(limits());
    const holder = holderOf(lease);
    const sign = `${lease.metadata.uid} ${lease.metadata.resourceVersion}`;
    if (seen?.sign !== sign) seen = { sign, since: now };
    const isFree = holder === identity || holder === '' || now - seen.since >= leaseMs || isEnded(holder);
    if (!isFree && !takesOver) return false;
    const { resourceVersion } = lease.metadata;
    await write({ resourceVersion }, holder === identity ? {} : { acquireTime: timeOf(now) }, limits());
    return true;
  }

  async function created(limits: { signal: AbortSignal; deadlineMs: number }): Promise<boolean> {
    const now = timeOf(clock.now());
    const spec = { holderIdentity: identity, leaseDurationSeconds: leaseMs / 1000, acquireTime: now, renewTime: now };
    await cluster.create(
      ref,
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec },
      limits,
    );
    return true;
  }

  function write(metadata: object, changes: object, limits: { signal?: AbortSignal; deadlineMs: number }) {
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: leaseMs / 1000,
      renewTime: timeOf(clock.now()),
      ...changes,
    };
    return cluster.patch(ref, { type: 'merge', body: { metadata, spec } }, limits);
  }

  async function giveBack(): Promise<void> {
    const limits = { signal: new AbortController().signal, deadlineMs: retryMs }; // the process is ending, this is not
    const lease = await cluster.get(ref, limits);
    if (lease === undefined || holderOf(lease) !== identity) return;
    await write({ resourceVersion: lease.metadata.resourceVersion }, { holderIdentity: '' }, limits);
  }

  while (!signal.aborted) {
    const at = clock.now();
    try {
      const isOurs = await take();
      if (isOurs) renewed = at;
      told = '';
      taken = isOurs ? Math.min(taken, at) : Number.POSITIVE_INFINITY;
      if (isOurs && held === undefined && at - taken >= (takesOver ? settleMs : 0)) begin();
      if (!isOurs && held !== undefined) {
        log.warn(`${identity} does not lead any longer: another holds the Lease ${name}`);
        await end();
      }
    } catch (error) {
      if (signal.aborted) break;
      // Another was faster.
      const isConflict = error instanceof KubeError && error.status === 409;
      const said = `the Lease ${name} could not be had: ${messageOf(error)}`;
      if (!isConflict) log[said === told ? 'debug' : 'warn'](said);
      if (!isConflict) told = said;
    }
    if (held !== undefined && leftMs() <= 0) {
      log.warn(`${identity} does not lead any longer: the Lease ${name} could not be renewed`);
      await end();
    }
    await clock.sleep(waitMs(), signal).catch(() => undefined);
  }
  const led = held !== undefined;
  await end();
  if (led && !takesOver)
    await giveBack().catch((error: unknown) => log.debug(`the Lease is not given back: ${messageOf(error)}`));
}

function holderOf({ spec }: KubeObject): string {
  return isMap(spec) && typeof spec.holderIdentity === 'string' ? spec.holderIdentity : '';
}

// As a MicroTime is written.
function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/Z$/, '000Z');
}
