// The experiments of releases, judged as `iter8 k assert` does.
import type { Told } from '../../autox/status/told.ts';
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import type { Document } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';
import { assertConditions } from '../../report/assert.ts';
import { viewOf } from '../../report/view.ts';
import type { Summary } from '../../report/view-summary.ts';
import { documentIn } from '../../store/secret-document.ts';
import { refOf } from '../../store/secret-object.ts';
import { lookAt } from '../k/sight.ts';
import { readResults } from './result-secrets.ts';

export interface Experiment {
  state: Summary['state'] | 'unreadable'; // pending: nothing has run yet
  completed: boolean;
  noFailure: boolean;
  slos: Summary['verdict'];
  tasks: number;
  completedTasks: number;
  loops: number;
  isFinal: boolean;
  why: string[]; // of what is not as it should be, or not yet there
}

interface Place {
  namespace: string;
  release: string;
}

// What Jobs and pods say is asked for that many unfinished ones: it takes several requests for each.
const mostWatched = 40;

export async function readExperiments(
  cluster: Cluster,
  places: readonly Place[],
): Promise<(place: Place) => Told<Experiment | undefined>> {
  let watched = 0;
  return readResults(cluster, places, async (secret, { namespace, release }) => {
    try {
      const document = documentIn(secret, refOf({ namespace, group: release }));
      const isFinished = document !== undefined && viewOf(document).summary.final;
      if (isFinished || watched++ >= mostWatched) return experimentOf(document);
      const sight = await lookAt(withSecret({ ...cluster, namespace }, secret), release, false)();
      return experimentOf(sight.document, whyNot(sight), sight.over);
    } catch (error) {
      if (!(error instanceof Iter8Error) || error.code !== 'DOCUMENT_CORRUPT') throw error;
      return { ...experimentOf(undefined, [error.message]), state: 'unreadable', isFinal: true };
    }
  });
}

function whyNot({ document, why, missing }: Awaited<ReturnType<ReturnType<typeof lookAt>>>): string[] {
  if (document === undefined) return [missing.message];
  return document.details?.state === 'aborted' && why !== undefined ? [why] : [];
}

// The Secret is there already; whoever asks again wants to know what has changed since.
function withSecret(cluster: Cluster, secret: KubeObject): Cluster {
  let first: KubeObject | undefined = secret;
  return {
    ...cluster,
    async get(ref, options) {
      const read = first;
      if (read === undefined || ref.resource !== 'secrets' || ref.name !== secret.metadata.name)
        return cluster.get(ref, options);
      first = undefined;
      return read;
    },
  };
}

function experimentOf(document: Document | undefined, why: readonly string[] = [], over = false): Experiment {
  if (document === undefined) {
    const nothing = {
      completed: false,
      noFailure: !over,
      slos: 'none',
      tasks: 0,
      completedTasks: 0,
      loops: 0,
    } as const;
    return { ...nothing, state: over ? 'failed' : 'pending', isFinal: over, why: [...why] };
  }
  const view = viewOf(document);
  const { summary } = view;
  const { lines } = assertConditions(document, ['slos']);
  const broken = view.steps.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error.message}`]));
  const violated = view.slos.length === 0 ? [] : lines.filter(({ level }) => level === 'warn');
  return {
    state: summary.state,
    completed: summary.completed,
    noFailure: summary.noFailure,
    slos: summary.verdict,
    tasks: summary.tasks,
    completedTasks: summary.completedTasks,
    loops: summary.loops,
    isFinal: summary.final,
    why: [...why, ...broken, ...violated.map(({ message }) => message)],
  };
}
