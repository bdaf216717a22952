// Runs one step to its end, whatever that is: a step that fails is data, and so is one that was interrupted.
import { Iter8Error } from '../model/errors.ts';
import type { Capabilities, Emit, Step, Task } from '../model/task.ts';

export type Outcome =
  | { end: 'completed' }
  | { end: 'failed'; error: Iter8Error }
  | { end: 'interrupted'; error?: unknown }
  | { end: 'bug'; error: unknown };

const graceMs = 2000; // for a step to come to its end after it was told to stop

export async function runStep(task: Task, step: Step, capabilities: Capabilities, emit: Emit): Promise<Outcome> {
  const { signal } = capabilities;
  try {
    const running = (async () => task.run(step, capabilities, emit))();
    await orAbandoned(running, capabilities);
    return { end: signal.aborted ? 'interrupted' : 'completed' };
  } catch (error) {
    if (signal.aborted) return { end: 'interrupted', error };
    return error instanceof Iter8Error ? { end: 'failed', error } : { end: 'bug', error };
  }
}

// Settles with the step, or a while after the signal where the step does not heed it.
async function orAbandoned(running: Promise<void>, { signal, clock }: Capabilities): Promise<void> {
  const settled = new AbortController();
  const abandoned = new Promise<void>((resolve) => {
    const wait = () => void clock.sleep(graceMs, settled.signal).then(resolve, () => resolve());
    signal.addEventListener('abort', wait, { once: true, signal: settled.signal });
  });
  try {
    await Promise.race([running, abandoned]);
  } finally {
    settled.abort();
    running.catch(() => {}); // what an abandoned step throws in the end is nobody's any more
  }
}
