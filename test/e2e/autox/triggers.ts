// Objects for AutoX to watch, and what is to be seen when one is changed.

import { type Lab, site, until } from '../lab.ts';
import { type Application, application, launched } from './argocd.ts';

export const version = 'app.kubernetes.io/version';

interface Triggers {
  label(name: string, ...labels: string[]): Promise<void>;
  // Of a group whose experiment may be launched again and again: when the controller has acted on a change of this one, it
  // has seen all changes before, as it gets those of the Deployments of a namespace in their order.
  seen(witness: string): Promise<void>;
  // The release is neither launched nor ended by what is done.
  unmoved(release: string, witness: string, act: () => Promise<unknown>): Promise<void>;
  relaunched(release: string, act: () => Promise<unknown>): Promise<Application>;
}

export function triggersIn(lab: Lab): Triggers {
  async function label(name: string, ...labels: string[]): Promise<void> {
    await lab.kubectl('label', `deployment/${name}`, '--overwrite', ...labels);
  }

  async function seen(witness: string): Promise<void> {
    const release = `autox-${witness}-iter8`;
    const isGoing = (found?: Application) => found?.metadata.deletionTimestamp !== undefined;
    const before = await until('an end of what was before', async () => {
      const found = await application(release);
      return isGoing(found) ? undefined : { uid: found?.metadata.uid };
    });
    await label(witness, `${version}=${Date.now()}`);
    await until('a change of the witness', async () => {
      const found = await application(release);
      return found?.metadata.uid !== before.uid || isGoing(found) || undefined;
    });
  }

  return {
    label,
    seen,
    async unmoved(release, witness, act) {
      const before = await application(release);
      await act();
      await seen(witness);
      const after = await application(release);
      expect([after?.metadata.uid, after?.metadata.deletionTimestamp]).toEqual([before?.metadata.uid, undefined]);
    },
    async relaunched(release, act) {
      const before = await launched(release);
      await act();
      return launched(release, before);
    },
  };
}

// A Deployment without pods: enough for rules about releases.
export function trigger(name: string, labels: Record<string, string> = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name, ...labels } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: site().image }] },
      },
    },
  };
}
