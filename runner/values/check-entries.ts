// The entries of a spec that was written or edited by hand: the same rules as for values, at the paths of the file.
import type { TaskEntry } from '../model/document.ts';
import type { Problem } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { didYouMean } from '../model/suggest.ts';
import { normalise } from './normalise/normalise.ts';
import { createPlace } from './normalise/place.ts';
import { ifSchema, inputsOf, settingsOf, whenSchema } from './task-inputs.ts';
import { type Registry, unknownTask } from './tasks-from-values.ts';

const known = ['task', 'with', 'if', 'when'];
const notRun =
  '`run` names what Iter8 itself did, and shell commands are not run: remove it, or give a task, such as http with payloadURL for a download';

export function checkEntries(
  entries: readonly unknown[],
  registry: Registry,
): { entries: TaskEntry[]; problems: Problem[] } {
  const problems: Problem[] = [];
  if (entries.length === 0) problems.push({ path: 'spec', message: 'there is no task in it' });
  const checked = entries.flatMap((entry, i) => checkEntry(entry, `spec[${i}]`, registry, problems) ?? []);
  return { entries: checked, problems };
}

function checkEntry(entry: unknown, path: string, registry: Registry, problems: Problem[]): TaskEntry | undefined {
  const place = createPlace(path, problems);
  if (!isMap(entry)) return place.problem('this is no task; an entry has a task and with, its inputs');
  if ('run' in entry) return place.field('run').problem(notRun);
  for (const name of Object.keys(entry)) {
    if (!known.includes(name)) place.field(name).problem(`unknown${didYouMean(name, known)}`);
  }
  const condition = normalise(ifSchema, entry.if, place.field('if'));
  const when = normalise(whenSchema, entry.when, place.field('when'));
  if (typeof entry.task !== 'string') return place.field('task').problem('missing: the name of a task');
  const task = registry.get(entry.task);
  if (task === undefined) return place.field('task').problem(unknownTask(entry.task, registry));
  return {
    task: task.name,
    with: inputsOf(task, task.schema, entry.with, `${path}.with`, problems),
    ...settingsOf(condition, when),
  };
}
