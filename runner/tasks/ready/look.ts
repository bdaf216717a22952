// One look at an object. What may pass by itself is a reason to go on waiting; what will not is thrown.
import { KubeError } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import type { Capabilities } from '../../model/task.ts';
import { plain } from '../../report/plain.ts';
import { type ReadyPlan, subjectOf } from './plan.ts';
import { reasonOf } from './reason.ts';

export type Sight = { subject: string } & (Meaning | { kind: 'ready' });

type Meaning =
  | { kind: 'waiting'; reason: string } // what the object says, or that it is not there
  | { kind: 'trouble'; reason: string } // nobody could say
  | { kind: 'refused'; reason: string; error: Iter8Error }; // more looks would change nothing

export async function look(
  plan: ReadyPlan,
  { cluster, signal }: Pick<Capabilities, 'cluster' | 'signal'>,
  deadlineMs: number,
): Promise<Sight> {
  let subject = subjectOf(plan);
  try {
    const api = await cluster();
    const namespace = plan.namespace ?? api.namespace;
    subject += ` in namespace ${namespace}`;
    const object = await api.get({ ...plan.type, name: plan.name, namespace }, { signal, deadlineMs });
    const reason = object === undefined ? 'it is not there' : reasonOf(object, plan.condition);
    return reason === undefined ? { subject, kind: 'ready' } : { subject, kind: 'waiting', reason };
  } catch (error) {
    return { subject, ...meaningOf(error, signal) };
  }
}

function meaningOf(error: unknown, signal: AbortSignal): Meaning {
  if (signal.aborted) return { kind: 'trouble', reason: 'interrupted' };
  if (error instanceof KubeError) {
    const { status, reason, message } = error;
    return { kind: 'trouble', reason: `the API server answered ${plain(`${status} ${reason}: ${message}`)}` };
  }
  if (!(error instanceof Iter8Error)) throw error;
  const reason = plain(error.message, 300);
  switch (error.code) {
    case 'UNREACHABLE':
      return { kind: 'trouble', reason };
    case 'CLUSTER': // a type it does not know: its CRD may come with what is being installed
      return { kind: 'waiting', reason: `${reason}; its CRD may still be installed` };
    case 'FORBIDDEN':
    case 'UNAUTHORIZED':
      return { kind: 'refused', reason, error };
    default:
      throw error;
  }
}
