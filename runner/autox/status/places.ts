// Where releases are kept track of, by Argo CD or by Jobs that run helm, as `survey` reads it.
import type { InstalledState } from './installed.ts';
import type { Told } from './told.ts';

export interface Place {
  namespace: string; // of the Applications or Jobs
  installed: Told<ReadonlyMap<string, InstalledState>>; // by the name of the release
  others: { release: string; group: string; installed: InstalledState }[]; // of releases that are not configured
}
