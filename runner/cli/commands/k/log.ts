import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, KubeError, type KubeObject } from '../../../model/cluster.ts';
import { Iter8Error } from '../../../model/errors.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { secretStore } from '../../../store/secret.ts';
import type { Call, Command } from '../../command.ts';
import { requireGroup } from '../../k/groups.ts';
import { clusterFlags, clusterOf, groupFlag, groupOf } from '../../k/kube-flags.ts';
import { isOver, stateOf, type Workload, workloadOf } from '../../k/workload.ts';

const longestWaitMs = 300_000; // with -f, for the first pod: its image may have to be pulled
const lookAgainMs = 1000;

export const kLog: Command = {
  name: 'k log',
  describe: 'Print the log of an experiment in the cluster',
  details: 'The log of the pod that ran the latest loop goes to stdout; of one that is gone, the cluster keeps none.',
  flags: [
    groupFlag,
    { name: 'loop', kind: 'text', value: 'number', describe: 'the log of this loop, instead of the latest' },
    { name: 'follow', short: 'f', kind: 'switch', describe: 'wait for the pod, and go on until the loop ends' },
    ...clusterFlags,
  ],
  examples: [
    { describe: 'what the latest loop did', command: 'iter8 k log' },
    { describe: 'watch it', command: 'iter8 k log -f -g my-test' },
    { describe: 'of an earlier loop of a scheduled experiment', command: 'iter8 k log --loop 3' },
  ],
  async run(call) {
    const { context, flags, log } = call;
    const loop = loopOf(flags.text('loop'));
    const cluster = await clusterOf(call);
    const deadline = performance.now() + (flags.on('follow') && loop === undefined ? longestWaitMs : 0);
    for (let told = ''; ; ) {
      const missing = await print(call, cluster, loop);
      context.signal.throwIfAborted();
      if (missing === undefined) return exitCodes.ok;
      if (performance.now() >= deadline) throw missing;
      if (missing.message !== told) log.info(missing.message);
      told = missing.message;
      await sleep(lookAgainMs, undefined, { signal: context.signal });
    }
  },
};

// Gives what is missing, where there may be a log later.
async function print(call: Call, cluster: Cluster, loop: number | undefined): Promise<Iter8Error | undefined> {
  const { context, flags } = call;
  const pod = await podOf(call, cluster, loop);
  if (pod instanceof Iter8Error) return pod;
  const options = { namespace: cluster.namespace, pod: pod.name, container: 'iter8', follow: flags.on('follow') };
  const decoder = new TextDecoder(); // a character may come in two parts
  try {
    for await (const bytes of cluster.logs(options, context.signal))
      context.stdout.write(decoder.decode(bytes, { stream: true }));
    return undefined;
  } catch (error) {
    if (!(error instanceof KubeError) || error.status !== 400) throw error;
    return new Iter8Error('GROUP', `experiment group ${groupOf(call)} has no log yet: ${pod.state}`, { cause: error });
  }
}

interface FoundPod {
  name: string;
  state: string; // of the group, in words
}

async function podOf(call: Call, cluster: Cluster, loop: number | undefined): Promise<FoundPod | Iter8Error> {
  const group = groupOf(call);
  const workload = await workloadOf(cluster, group);
  if (workload === undefined) {
    throw new Iter8Error('FORBIDDEN', `Jobs, CronJobs and pods in namespace ${cluster.namespace} cannot be listed`);
  }
  const state = stateOf(workload);
  const name =
    loop === undefined ? workload.pods.at(-1)?.metadata.name : await podOfLoop(cluster, group, workload, loop);
  if (name !== undefined) return { name, state };
  const what = loop === undefined ? 'no pod' : `no pod of loop ${loop}`;
  await requireGroup(cluster, group);
  const missing = new Iter8Error('GROUP', `experiment group ${group} has ${what}: ${state}`);
  if (isOver(workload)) throw missing;
  return missing;
}

// The result says which pod ran which loop.
async function podOfLoop(
  cluster: Cluster,
  group: string,
  { pods }: Workload,
  loop: number,
): Promise<string | undefined> {
  const clock = { now: () => Date.now() };
  const document = await secretStore({ cluster, namespace: cluster.namespace, group, clock }).read();
  const name = document?.details?.pods?.find((each) => each.loop === loop)?.pod;
  return pods.find((pod: KubeObject) => pod.metadata.name === name)?.metadata.name;
}

function loopOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Iter8Error('USAGE', `--loop is the number of a loop, 1 or more, not ${JSON.stringify(text)}`);
}
