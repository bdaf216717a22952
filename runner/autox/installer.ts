// What brings charts into a cluster, and takes them away again. What there is stands in the cluster, in objects that are
// watched, so that a controller that was killed goes on where it was.

import type { Cluster } from '../model/cluster.ts';
import type { Clock } from '../model/task.ts';
import type { DesiredRelease } from './desired.ts';
import type { Group, Release } from './group.ts';

// A release, as far as the objects say.
export interface Installed {
  name: string;
  group: string; // empty where they do not say
  key: string; // of what it was made for: another key relaunches
  version: string;
  isOurs: boolean; // whatever is not, is left alone
  isGoing: boolean; // to be removed, and not gone yet
  isUnfinished: boolean; // it is being installed, or that has failed: `goOn` has to look at it
}

export interface Installer {
  things: string; // what the objects are, for messages
  places: readonly string[]; // the namespaces that they lie in
  placeOf(group: Group): string;
  open(namespace: string, hooks: PlaceHooks): Place;
}

interface PlaceHooks {
  synced(): void;
  changed(what: { release: string; group: string }): void;
  failed(error: unknown): void;
}

export interface Place {
  done: Promise<void>; // after the signal
  isSynced(): boolean; // else nothing that is asked here is to be trusted
  installed(group?: Group): Promise<ReadonlyMap<string, Installed>>; // by name; what has to do with that group, or all
  confirmed(group?: Group): Promise<ReadonlyMap<string, Installed>>; // the same, to be asked before anything is changed
  nameOf(release: string): string; // for messages
  // `lagging`: there is what no watch has told of yet. `waiting`: what is in the way is removed before. `foreign`: it is not
  // ours to remove.
  install(group: Group, one: DesiredRelease): Promise<'launched' | 'lagging' | 'waiting' | 'foreign'>;
  // `waiting`: that was asked for before, or has to wait for something else; a change tells when.
  remove(one: Installed): Promise<'removed' | 'waiting'>;
  // The next step of what is going or unfinished; when to ask again where no change will tell.
  goOn(one: Installed): Promise<number | undefined>;
  stateOf(one: Installed): Promise<ReleaseState>;
  // Of a release that should not be there and that no object tells of: what is left of it all the same goes.
  sweep(group: Group, release: Release): Promise<'removed' | 'clean'>;
}

// `well`: it is installed. A text: why it cannot be installed, or not be removed.
type ReleaseState = 'well' | 'unknown' | { trouble: string };

export interface InstallerTools {
  cluster: Cluster;
  clock: Clock;
  random(): number;
  signal: AbortSignal;
}
