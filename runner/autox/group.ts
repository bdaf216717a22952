// A group as the controller works with it, whichever form of the values it came from.
import type { ObjectRef } from '../model/cluster.ts';

export interface ArgoPlace {
  namespace: string; // of Argo CD itself, where Applications lie
  project: string;
  server: string; // the cluster that releases go to
}

export interface Release {
  name: string; // autox-GROUP-SPEC: of the Application, of the Helm release, and the experiment group
  chart: string;
  repoURL: string;
  version: string;
  values: Readonly<Record<string, unknown>>;
  namespace: string;
}

export interface Group {
  name: string;
  trigger: ObjectRef; // its resource as the user wrote it, which may be the singular
  rule: 'version' | 'any-change'; // what of the trigger relaunches: its version label, or anything but its status
  requireLabel: boolean;
  argocd: ArgoPlace;
  releases: readonly Release[];
}
