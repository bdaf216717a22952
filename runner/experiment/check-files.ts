import type { TaskEntry } from '../model/document.ts';
import { inputError, type Problem } from '../model/errors.ts';
import type { Files, Task } from '../model/task.ts';

// What is wrong with files that tasks refer to, all of it at once, before anything runs.
export async function checkFiles(
  entries: readonly TaskEntry[],
  registry: ReadonlyMap<string, Task>,
  files: Files,
): Promise<void> {
  const problems: Problem[] = [];
  for (const { task, with: inputs } of entries) {
    const found = (await registry.get(task)?.checkFiles?.(inputs, files)) ?? [];
    problems.push(...found.map(({ path, message }) => ({ path: path === '' ? task : `${task}.${path}`, message })));
  }
  if (problems.length > 0) throw inputError(problems);
}
