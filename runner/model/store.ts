import type { Document } from './document.ts';

// Where an experiment lives. A read error is never «not there»; a document that cannot be understood is never replaced.
export interface Store {
  read(): Promise<Document | undefined>; // undefined: there is none
  write(document: Document): Promise<void>;
  // Makes this process the only writer; whoever only reads takes no lock. BUSY where another one runs.
  lock(): Promise<Unlock>;
  // The process that holds the lock and is alive.
  writer(): Promise<Writer | undefined>;
}

export type Unlock = () => Promise<void>;

export interface Writer {
  pid: number;
  host: string;
}
