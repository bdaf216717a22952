// The tasks of an experiment, checked: everything that is wrong with them is told at once, before anything runs.
import { checkConditions } from '../../experiment/conditions.ts';
import type { SpecEntry, TaskEntry } from '../../model/document.ts';
import { inputError, type Problem } from '../../model/errors.ts';
import { registry } from '../../tasks/registry.ts';
import { checkEntries } from '../../values/check-entries.ts';
import { extractSensitive } from '../../values/sensitive.ts';
import { tasksFromValues } from '../../values/tasks-from-values.ts';
import type { Call } from '../command.ts';
import { documentName } from '../document-file.ts';
import { secretsName, writeSecrets } from './secrets.ts';

export function entriesFromValues({ log }: Call, values: Record<string, unknown>): TaskEntry[] {
  const { warnings, ...checked } = tasksFromValues(values, registry);
  for (const warning of warnings) log.warn(warning);
  return complete(checked);
}

export function checkedEntries(entries: readonly SpecEntry[]): TaskEntry[] {
  return complete(checkEntries(entries, registry));
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

function complete({ entries, problems }: { entries: TaskEntry[]; problems: readonly Problem[] }): TaskEntry[] {
  const all = [...problems, ...checkConditions(entries)];
  if (all.length > 0) throw inputError(all);
  return entries;
}
