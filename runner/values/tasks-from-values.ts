// From values to the tasks of an experiment, the way the chart does it. Everything that is wrong is said at once.
import type { TaskEntry } from '../model/document.ts';
import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import type { Task } from '../model/task.ts';
import { commonFields, knownTasks } from './common-values.ts';
import { normalise } from './normalise/normalise.ts';
import { createPlace, type Place } from './normalise/place.ts';
import { normaliseString } from './normalise/scalars.ts';
import { entryOf } from './task-inputs.ts';

export type Registry = ReadonlyMap<string, Task>;

interface CheckedValues {
  entries: TaskEntry[];
  problems: Problem[];
  warnings: string[]; // what is allowed and probably not meant
}

export function tasksFromValues(values: Readonly<Record<string, unknown>>, registry: Registry): CheckedValues {
  const problems: Problem[] = [];
  const tasks = namedTasks(values.tasks, registry, createPlace('tasks', problems));
  const entries = tasks.map((task) => entryOf(task, values[task.name], task.name, problems));
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name === 'tasks' || tasks.some((task) => task.name === name)) continue;
    const field = Object.hasOwn(commonFields, name) ? commonFields[name as keyof typeof commonFields] : undefined;
    if (field !== undefined) normalise(field, value, createPlace(name, problems));
    else if (!isTask(name, registry))
      problems.push({ path: name, message: `unknown value${suggestion(name, tasks, registry)}` });
    else if (value !== null) warnings.push(`${name} has inputs and is not among the tasks: they are ignored`);
  }
  return { entries, problems: unique(problems), warnings };
}

function namedTasks(given: unknown, registry: Registry, place: Place): Task[] {
  const items = Array.isArray(given) ? given : [given ?? ''];
  if (items.every((item) => item === '' || item === null)) {
    place.problem(`missing: name the tasks to run, as in --set "tasks={${[...registry.keys()].join(',')}}"`);
    return [];
  }
  return items.flatMap((item, i) => {
    const name = normaliseString(commonFields.tasks.of, item, place.item(i));
    if (name === undefined) return [];
    const task = registry.get(name);
    if (task === undefined) place.item(i).problem(unknownTask(name, registry));
    return task ?? [];
  });
}

export function unknownTask(name: string, registry: Registry): string {
  if (isTask(name, registry))
    return `the task ${name} is not available here; available are ${[...registry.keys()].join(', ')}`;
  const suggested = didYouMean(name, [...registry.keys()]);
  return `unknown task ${name}${suggested === '' ? `; available are ${[...registry.keys()].join(', ')}` : suggested}`;
}

function isTask(name: string, registry: Registry): boolean {
  return registry.has(name) || knownTasks.some((known) => known === name);
}

// An input that was given without its task's name in front is the likeliest mistake.
function suggestion(name: string, tasks: readonly Task[], registry: Registry): string {
  const owner = tasks.find((task) => Object.hasOwn(task.schema.fields, name));
  if (owner !== undefined) return `; did you mean ${owner.name}.${name}?`;
  return didYouMean(name, [...Object.keys(commonFields), ...registry.keys(), ...knownTasks]);
}

// A task that is named twice has the same problems twice.
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values()];
}
