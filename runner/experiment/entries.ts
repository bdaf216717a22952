// The tasks an experiment consists of, as its user gave them.
import type { Details, Document, SpecEntry, TaskEntry } from '../model/document.ts';

// A document that was not run yet: it holds the tasks themselves, so that people can edit them.
export function newDocument(entries: readonly TaskEntry[]): Document {
  return { spec: [...entries] };
}

// What was run before, where nobody edited the spec since; the spec itself otherwise, as somebody wrote it.
export function entriesOf({ details, spec }: Document): readonly SpecEntry[] {
  const isAsRun = details !== undefined && details.tasks.length > 0 && isUnedited(spec, details);
  return isAsRun ? details.tasks : spec;
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
