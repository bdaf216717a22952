// Why a Job has failed, or does not come to work: what helm said last or what keeps its pod waiting, else what the Job says.
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import { isMap } from '../../model/maps.ts';
import type { Clock } from '../../model/task.ts';
import { plainMessage } from '../plain-message.ts';
import type { KeptJob } from './kept-job.ts';

interface Reasons {
  of(job: KeptJob): Promise<string | undefined>; // undefined: nothing is wrong, as far as anybody knows
}

const patienceMs = 20_000; // a pod may wait for so long without a reason

export function createReasons(cluster: Pick<Cluster, 'list'>, namespace: string, { now }: Pick<Clock, 'now'>): Reasons {
  const seen = new Map<string, { uid: string | undefined; since: number; why?: string }>(); // by Job

  async function podsOf({ metadata: { name } }: KeptJob): Promise<KubeObject[]> {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    try {
      return (await cluster.list(pods, { namespace, labels: `batch.kubernetes.io/job-name=${name}` })).items;
    } catch (error) {
      if (error instanceof Iter8Error && error.code === 'FORBIDDEN') return []; // an account of the user's own
      throw error;
    }
  }

  return {
    async of(job) {
      const { name, uid } = job.metadata;
      const before = seen.get(name);
      const one = before !== undefined && before.uid === uid ? before : { uid, since: now() };
      seen.set(name, one);
      if (one.why !== undefined || job.state === 'complete') return one.why;
      if (job.state === 'active') {
        if (now() - one.since < patienceMs) return undefined;
        return (await podsOf(job)).flatMap(waitingOf).at(-1);
      }
      const said = plainMessage((await podsOf(job)).flatMap(lastWordsOf).at(-1) ?? job.why);
      one.why = `${said === '' ? 'its Job failed' : said} (kubectl logs -n ${namespace} job/${name})`;
      return one.why;
    },
  };
}

function lastWordsOf(pod: KubeObject): string[] {
  return containersOf(pod).flatMap(({ terminated }) => textOf(terminated, 'message'));
}

// Such as an image that cannot be pulled.
function waitingOf(pod: KubeObject): string[] {
  return containersOf(pod).flatMap(({ waiting }) => {
    const [reason = ''] = textOf(waiting, 'reason');
    if (!/^(?:Err|Image|Invalid|CreateContainer|CrashLoop)/.test(reason)) return [];
    const [message] = textOf(waiting, 'message');
    return [
      plainMessage(`its pod ${pod.metadata.name} waits: ${reason}${message === undefined ? '' : `: ${message}`}`),
    ];
  });
}

function containersOf({ status }: KubeObject): Record<string, unknown>[] {
  const all: unknown[] = isMap(status) && Array.isArray(status.containerStatuses) ? status.containerStatuses : [];
  return all.flatMap((one) => (isMap(one) && isMap(one.state) ? [one.state] : []));
}

function textOf(map: unknown, field: string): string[] {
  const text = isMap(map) ? map[field] : undefined;
  return typeof text === 'string' && text !== '' ? [text] : [];
}
