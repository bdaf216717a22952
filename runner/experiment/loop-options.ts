// What a loop is handed: everything it reads, writes and tells.
import type { Details, Document, Note, StepRecord, TaskEntry, VersionName } from '../model/document.ts';
import type { Redactor } from '../model/redactor.ts';
import type { Capabilities, Progress, Step, Task } from '../model/task.ts';

export interface LoopOptions {
  document?: Document | undefined; // what was saved before, if anything
  entries: readonly TaskEntry[];
  steps: readonly Step[]; // of expandEntries
  registry: ReadonlyMap<string, Task>;
  capabilities: Omit<Capabilities, 'verdicts'>;
  save(document: Document): Promise<void>;
  sizeOf(document: Document): number; // bytes, as it will be saved
  redactor: Redactor;
  identity: Details['identity'];
  iter8Version: string;
  revision?: number;
  pod?: string; // that runs this loop
  startTime?: string; // of a new result; default: now
  versions?: { count: number; names: VersionName[] | null };
  checkpointMs?: number; // how often it is saved while a step runs; default: every 10 s
  notes?: readonly Note[]; // what the result is to tell from the start
  events?: LoopEvents;
}

export interface LoopEvents {
  step?(index: number, record: StepRecord): void; // started or ended
  progress?(index: number, progress: Progress): void;
  unsaved?(document: Document): void; // the final document, where it could not be saved; the reason is thrown
}
