import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, ObjectRef } from '../../../model/cluster.ts';
import type { Document } from '../../../model/document.ts';
import { Iter8Error } from '../../../model/errors.ts';
import { type ExitCode, exitCodes } from '../../../model/exit-codes.ts';
import type { Clock } from '../../../model/task.ts';
import { assertConditions } from '../../../report/assert.ts';
import { readError } from '../../../store/file-errors.ts';
import { secretWriter } from '../../../store/secret-writer.ts';
import { parseYamlFile } from '../../../values/yaml-file.ts';
import type { Call, Command } from '../../command.ts';
import { entriesFromValues, extractedFrom } from '../../experiment/entries.ts';
import { execute, printOf } from '../../experiment/execute.ts';
import { failedRun } from '../../experiment/failed-run.ts';
import { readFileBytes } from '../../experiment/read-bytes.ts';
import { worldOf } from '../../experiment/world.ts';
import { clusterFlags, clusterOfPod, groupFlag, groupOf } from '../../k/kube-flags.ts';
import { mountedSecrets } from '../../k/mounted-secrets.ts';
import { alreadyRun } from '../../k/once.ts';
import { endSidecars } from '../../k/sidecars.ts';

const failing = ['none', 'failure', 'slos'] as const;

export const kRun: Command = {
  name: 'k run',
  describe: 'Run one loop of an experiment, in its pod',
  details: `This is what the pods of the iter8 chart do. The result goes into the Secret that is named after the group; a result of the
same Job or CronJob and the same inputs gets a further loop, any other is replaced when the run starts.`,
  flags: [
    groupFlag,
    {
      name: 'values',
      short: 'f',
      kind: 'text',
      value: 'file',
      describe: 'the values of the experiment',
      default: '/etc/iter8/experiment/values.yaml',
      completesFiles: true,
    },
    {
      name: 'owner',
      kind: 'text',
      value: 'kind/name',
      describe: 'the Job or CronJob that the result belongs to: job/NAME or cronjob/NAME',
    },
    { name: 'revision', kind: 'text', value: 'number', describe: 'the revision of the Helm release', default: '1' },
    {
      name: 'failJobOn',
      kind: 'text',
      value: 'what',
      describe:
        'end with an exit code other than 0 on a failed task, on SLOs that are not satisfied, too, or on none of it',
      default: 'failure',
      choices: failing,
    },
    {
      name: 'secrets',
      kind: 'array',
      value: 'folder',
      describe: 'a folder with the values of secrets, a file each',
      completesFiles: true,
    },
    {
      name: 'reuseResult',
      kind: 'switch',
      describe: 'accepted for old command lines: a result of the same owner is always gone on with',
    },
    ...clusterFlags,
  ],
  examples: [
    {
      describe: 'as the Job of the chart does',
      command: 'iter8 k run -g my-test --owner job/my-test-1-job --revision 1 --secrets /etc/iter8/secrets',
    },
  ],
  async run(call) {
    try {
      return await loop(call);
    } finally {
      if (isPod(call.context.env)) await endSidecars();
    }
  },
};

async function loop(call: Call): Promise<ExitCode> {
  const { context, flags, log } = call;
  const owner = ownerOf(flags.text('owner'));
  const revision = revisionOf(flags.text('revision') ?? '1');
  const given = await entriesFromValues(call, await valuesIn(call, flags.text('values') ?? ''));
  const { entries, secrets } = extractedFrom(given);
  const world = worldOf(context, entries);
  const mounted = await mountedSecrets(flags.list('secrets'));
  const cluster = await clusterOfPod(call);
  const group = groupOf(call);
  const owned = await ownedBy(cluster, owner);
  checkJob(owner, owned.uid, context.env.JOB_UID);
  const store = secretWriter({
    cluster,
    namespace: cluster.namespace,
    group,
    pod: podOf(context.env),
    revision,
    clock: steady,
    log,
    signal: context.signal,
  });
  const unlock = await store.lock();
  try {
    const document = await store.read();
    const identity = { owner: owned.uid, spec: printOf(entries) };
    const before = owner.resource === 'jobs' ? alreadyRun(document, { group, revision, identity }) : undefined;
    if (before !== undefined) {
      await world.close();
      log.info(
        `this experiment has run already, and its Job was made again: its result of ${before.result?.startTime} stays`,
      );
      await store.write(before);
      return conclude(call, before);
    }
    const ended = await execute(call, {
      world,
      store,
      where: `Secret ${group}`,
      entries,
      lookup: (key) => secrets[key] ?? mounted(key),
      cluster: async () => cluster,
      document,
      owner: owned.uid,
      startTime: owned.createdAt,
      revision,
      checkpointMs: 5000,
      pod: podOf(context.env).name,
      notes: store.notes(),
      signal: AbortSignal.any([context.signal, store.lost]),
    });
    return conclude(call, ended);
  } finally {
    await unlock();
  }
}

// What happens to the machine's clock does not happen to waits.
const steady: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

// The chart says so; on other machines there may be anything at those ports.
function isPod({ JOB_UID }: Call['context']['env']): boolean {
  return JOB_UID !== undefined && JOB_UID !== '';
}

async function valuesIn({ context }: Call, file: string): Promise<Record<string, unknown>> {
  const bytes = await readFileBytes(path.resolve(context.cwd, file), context.signal).catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw readError(file, error);
  });
  return parseYamlFile(bytes, file);
}

function conclude({ flags, log }: Call, document: Document): ExitCode {
  const failOn = flags.text('failJobOn');
  const { details } = document;
  if (details?.state === 'interrupted') {
    log.warn('interrupted: what was measured until then is kept');
    return exitCodes.interrupted;
  }
  if (details?.state === 'failed' && failOn !== 'none') throw failedRun(details);
  if (failOn !== 'slos' || details === undefined || details.verdicts.length === 0) return exitCodes.ok;
  const { satisfied, lines } = assertConditions(document, ['slos']);
  for (const { level, message } of satisfied ? [] : lines.slice(0, -1)) log[level](message);
  return satisfied ? exitCodes.ok : exitCodes.assertionFailed;
}

type Owner = Pick<ObjectRef, 'resource' | 'name'>;

function ownerOf(text: string | undefined): Owner {
  const [, kind, name] = /^(job|cronjob)\/([a-z0-9.-]+)$/.exec(text ?? '') ?? [];
  if (kind !== undefined && name !== undefined) return { resource: `${kind}s`, name };
  throw new Iter8Error('USAGE', `--owner is job/NAME or cronjob/NAME, not ${JSON.stringify(text ?? '')}`);
}

function revisionOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Iter8Error('USAGE', `--revision is a number, not ${JSON.stringify(text)}`);
}

async function ownedBy(cluster: Cluster, { resource, name }: Owner): Promise<{ uid: string; createdAt: string }> {
  const { namespace } = cluster;
  const found = await cluster.get({ group: 'batch', version: 'v1', resource, namespace, name });
  const { uid, creationTimestamp } = found?.metadata ?? {};
  if (uid !== undefined && creationTimestamp !== undefined) return { uid, createdAt: creationTimestamp };
  throw new Iter8Error(
    'GROUP',
    `there is no ${resource.slice(0, -1)} ${name} in namespace ${namespace}: it was deleted`,
  );
}

// Argo CD makes a changed Job anew under its old name, and as the same revision: a pod of the old one is not to write into
// the result of the new one.
function checkJob({ resource, name }: Owner, uid: string, own: string | undefined): void {
  if (resource !== 'jobs' || own === undefined || own === '' || own === uid) return;
  throw new Iter8Error('SUPERSEDED', `Job ${name} was made anew: this pod belongs to the one before`);
}

// From the downward API.
function podOf(env: Readonly<Record<string, string | undefined>>): { name: string; uid: string } {
  const { POD_NAME: name, POD_UID: uid } = env;
  if (name !== undefined && uid !== undefined && name !== '' && uid !== '') return { name, uid };
  throw new Iter8Error('USAGE', 'POD_NAME and POD_UID are not set: iter8 k run is for pods of the iter8 chart');
}
