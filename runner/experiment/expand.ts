import type { SpecEntry, TaskEntry } from '../model/document.ts';
import { inputError, type Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import type { ExpandContext, Step, Task } from '../model/task.ts';

// The steps of an experiment, in order. `if` and `when` of a task hold for each of its steps.
export function expandEntries(
  entries: readonly TaskEntry[],
  registry: ReadonlyMap<string, Task>,
  context: ExpandContext = { versions: 1 },
): Step[] {
  const problems: Problem[] = [];
  const steps = entries.flatMap((entry) => {
    const task = registry.get(entry.task);
    if (task === undefined) {
      problems.push({ path: entry.task, message: `unknown task${didYouMean(entry.task, [...registry.keys()])}` });
      return [];
    }
    return task.expand(entry.with, context).map((step) => withSettings(step, entry, task));
  });
  if (problems.length > 0) throw inputError(problems);
  return steps;
}

function withSettings(step: Step, entry: TaskEntry, task: Task): Step {
  const condition = entry.if === undefined ? {} : { if: entry.if };
  const asked = entry.when === undefined ? {} : { when: entry.when };
  const shown: SpecEntry = { ...step.entry, ...condition, ...asked };
  return { ...step, entry: shown, ...condition, when: entry.when ?? task.defaultWhen ?? 'success' };
}
