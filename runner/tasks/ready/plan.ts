import type { ResourceType } from '../../model/cluster.ts';
import { wordFor } from './kinds.ts';

// What a step waits for: one object.
export interface ReadyPlan {
  type: ResourceType;
  name: string;
  namespace: string | null; // null: that of the experiment, which is known when the step runs
  condition: string | null; // null: it only has to exist
  timeoutMs: number;
}

// deployment httpbin
export function subjectOf({ type, name }: Pick<ReadyPlan, 'type' | 'name'>): string {
  return `${wordFor(type)} ${name}`;
}
