import type { TaskEntry } from '../model/document.ts';
import type { Problem } from '../model/errors.ts';
import type { Files, Task } from '../model/task.ts';

// What is wrong with the files that tasks refer to, and with what depends on them.
export async function checkFiles(
  entries: readonly TaskEntry[],
  registry: ReadonlyMap<string, Task>,
  files: Files,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { task, with: inputs } of entries) {
    const found = (await registry.get(task)?.checkFiles?.(inputs, files)) ?? [];
    problems.push(...found.map(({ path, message }) => ({ path: path === '' ? task : `${task}.${path}`, message })));
  }
  return problems;
}
