// The tasks an experiment consists of, as its user gave them.
import type { Details, Document, SpecEntry, TaskEntry, When } from '../model/document.ts';
import { inputError, type Problem } from '../model/errors.ts';

const whens: readonly string[] = ['success', 'failure', 'always'] satisfies When[];

// A document that was not run yet: it holds the tasks themselves, so that people can edit them.
export function newDocument(entries: readonly TaskEntry[]): Document {
  return { spec: entries.map(({ task, with: inputs, ...settings }) => ({ task, with: inputs, ...settings })) };
}

// What was run before, where nobody edited the spec since; the spec itself otherwise.
export function entriesOf(document: Document): TaskEntry[] {
  const { details, spec } = document;
  if (details !== undefined && details.tasks.length > 0 && isUnedited(spec, details)) return details.tasks;
  const problems: Problem[] = [];
  const entries = spec.flatMap((entry, i) => taskOf(entry, `spec[${i}]`, problems));
  if (problems.length > 0) throw inputError(problems);
  return entries;
}

// Tells specs apart; not made to withstand anybody who wants two to look alike.
export function printOf(spec: readonly SpecEntry[]): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const c of JSON.stringify(spec)) {
    const code = c.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + 0x9e37), 0x85ebca6b);
  }
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

function isUnedited(spec: readonly SpecEntry[], { specPrint }: Details): boolean {
  return specPrint === undefined || specPrint === printOf(spec);
}

function taskOf(entry: SpecEntry, path: string, problems: Problem[]): TaskEntry[] {
  if ('run' in entry) {
    const message =
      'a `run` entry names what Iter8 itself did, and shell commands are not run: remove it, or give a task, such as http with payloadURL for a download';
    problems.push({ path: `${path}.run`, message });
    return [];
  }
  const { task, with: inputs = {}, if: condition, when } = entry;
  if (when !== undefined && !whens.includes(when)) {
    problems.push({ path: `${path}.when`, message: `must be one of ${whens.join(', ')}, not ${JSON.stringify(when)}` });
  }
  return [
    {
      task,
      with: inputs,
      ...(condition === undefined ? {} : { if: condition }),
      ...(when === undefined ? {} : { when }),
    },
  ];
}
