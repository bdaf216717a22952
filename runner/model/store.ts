import type { Document } from './document.ts';

// Where an experiment lives. A read error is never «not there»; a document that cannot be understood is never lost.
export interface Store extends DocumentReader {
  write(document: Document): Promise<void>;
  // Makes this process the only writer; whoever only reads takes no lock. BUSY where another one runs.
  lock(): Promise<Unlock>;
}

// As much of it as reports and assertions need.
export interface DocumentReader {
  read(): Promise<Document | undefined>; // undefined: there is none
  // Who writes it now: undefined where nobody does, or where whoever did is known to be gone.
  writer(): Promise<Writer | undefined>;
}

export type Unlock = () => Promise<void>;

export interface Writer {
  host: string; // a machine, or a pod
  pid?: number; // of the process on a machine
}
