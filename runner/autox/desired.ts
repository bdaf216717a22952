// What should run for a group, told by the state of its trigger alone: no history, so that a restart changes nothing.
import type { KubeObject, ObjectRef } from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';
import type { Group, Release } from './group.ts';
import { hashOf } from './hash.ts';
import { labels } from './labels.ts';

export interface DesiredRelease {
  release: Release;
  key: string; // a release that runs with another key is deleted, and made anew
  version: string; // of the trigger; empty where it has none
}

export interface Desired {
  releases: readonly DesiredRelease[];
  because: string;
}

// `trigger`: undefined where it is known not to be there.
export function desiredOf(group: Group, trigger: KubeObject | undefined): Desired {
  const what = nameOfTrigger(group.trigger);
  if (trigger === undefined) return nothing(`there is no ${what}`);
  if (trigger.metadata.deletionTimestamp !== undefined) return nothing(`${what} is being deleted`);
  return group.rule === 'version' ? byVersion(group, trigger, what) : byAnyChange(group, trigger, what);
}

function nameOfTrigger({ group, resource, namespace, name }: ObjectRef): string {
  return `${resource}${group === '' ? '' : `.${group}`} ${name} in namespace ${namespace}`;
}

function byVersion(group: Group, trigger: KubeObject, what: string): Desired {
  const said = trigger.metadata.labels ?? {};
  const version = said[labels.version] ?? '';
  if (version === '') return nothing(`${what} has no label ${labels.version}`);
  const autox = said[labels.autox];
  if (autox === 'false') return nothing(`${what} has the label ${labels.autox}=false`);
  if (group.requireLabel && autox !== 'true') return nothing(`${what} has no label ${labels.autox}=true`);
  // One that was made anew is another, also for whoever has not seen that it was gone.
  const state = { uid: trigger.metadata.uid, version, name: said[labels.name], track: said[labels.track] };
  return { releases: releasesOf(group, state, version), because: `${what} has version ${version}` };
}

function byAnyChange(group: Group, trigger: KubeObject, what: string): Desired {
  const said = trigger.metadata.labels ?? {};
  if (said[labels.group] !== group.name) return nothing(`${what} has no label ${labels.group}=${group.name}`);
  const version = said[labels.version] ?? '';
  return { releases: releasesOf(group, contentOf(trigger), version), because: `${what} changed` };
}

function releasesOf({ releases, argocd }: Group, state: unknown, version: string): DesiredRelease[] {
  const { project, server } = argocd;
  return releases.map((release) => ({ release, version, key: hashOf({ state, release, project, server }) }));
}

// Without what changes although nobody changed the object: its status, and what servers and controllers note on it.
function contentOf({ status: _, metadata, ...content }: KubeObject): unknown {
  const { resourceVersion, generation, managedFields, annotations, ...kept } = metadata as KubeObject['metadata'] & {
    managedFields?: unknown;
  };
  const theirs = Object.entries(isMap(annotations) ? annotations : {}).filter(([name]) => !isNote(name));
  return { ...content, metadata: { ...kept, annotations: Object.fromEntries(theirs) } };
}

function isNote(annotation: string): boolean {
  return annotation.startsWith('iter8.tools/') || annotation === 'deployment.kubernetes.io/revision';
}

function nothing(because: string): Desired {
  return { releases: [], because };
}
