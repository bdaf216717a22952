// The tasks of an experiment, checked: everything that is wrong with them is told at once, before anything runs.
import { checkFiles } from '../../experiment/check-files.ts';
import { checkConditions } from '../../experiment/conditions.ts';
import type { SpecEntry, TaskEntry } from '../../model/document.ts';
import { inputError, type Problem } from '../../model/errors.ts';
import { registry } from '../../tasks/registry.ts';
import { checkEntries } from '../../values/check-entries.ts';
import { overlap } from '../../values/normalise/place.ts';
import { extractSensitive } from '../../values/sensitive.ts';
import { tasksFromValues } from '../../values/tasks-from-values.ts';
import type { Call, Context } from '../command.ts';
import { documentName } from '../document-file.ts';
import { filesIn } from './files.ts';
import { secretsName, writeSecrets } from './secrets.ts';

export function entriesFromValues({ context, log }: Call, values: Record<string, unknown>): Promise<TaskEntry[]> {
  const { warnings, ...checked } = tasksFromValues(values, registry);
  for (const warning of warnings) log.warn(warning);
  return complete(context, checked);
}

export function checkedEntries({ context }: Call, entries: readonly SpecEntry[]): Promise<TaskEntry[]> {
  return complete(context, checkEntries(entries, registry));
}

// For runs that write nothing down: the chart has moved these literals already, so that there are none.
export function extractedFrom(given: readonly TaskEntry[]): ReturnType<typeof extractSensitive> {
  return extractSensitive(given, registry);
}

// Sensitive literals go into a file of their own, and references stay.
export async function secretsApart({ context, log }: Call, given: readonly TaskEntry[]): Promise<TaskEntry[]> {
  const { entries, secrets } = extractSensitive(given, registry);
  const keys = Object.keys(secrets);
  if (keys.length > 0) {
    await writeSecrets(context, secrets);
    log.info(`${keys.join(', ')}: kept in ${secretsName}, not in ${documentName}`);
  }
  return entries;
}

async function complete(
  { cwd, signal }: Context,
  { entries, problems }: { entries: TaskEntry[]; problems: readonly Problem[] },
): Promise<TaskEntry[]> {
  const inFiles = await checkFiles(entries, registry, filesIn(cwd, signal));
  const all = [...problems, ...beside(problems, inFiles), ...checkConditions(entries)];
  if (all.length > 0) throw inputError(all);
  return entries;
}

// What is wrong with an input was left out of it, and would be missed in the files.
function beside(problems: readonly Problem[], inFiles: readonly Problem[]): Problem[] {
  const inputs = problems.map(({ path }) => inputIn(path));
  return inFiles.filter(({ path }) => !inputs.some((input) => overlap(input, inputIn(path))));
}

// Without the task, or its place in a spec.
function inputIn(path: string): string {
  return path.replace(/^(?:spec\[\d+\]\.with|[^.[]+)\.?/, '');
}
