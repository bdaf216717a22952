// Releases that are launched and cannot be installed, or not be removed: told, until that is over.
import type { KubeObject } from '../model/cluster.ts';
import type { Group } from './group.ts';
import type { KeptApplication } from './keep.ts';
import { annotations, labels } from './labels.ts';
import { isGoing } from './plan.ts';
import type { Teller } from './teller.ts';

type Applications = ReadonlyMap<string, KeptApplication>;

interface Troubles {
  look(group: Group, trigger: KubeObject | undefined, applications: Applications): void;
  count(): number;
}

export function createTroubles(teller: Teller): Troubles {
  const inError = new Set<string>();
  const kinds = ['NotInstalled', 'NotRemoved'];

  return {
    look(group, trigger, applications) {
      for (const { name } of group.releases) {
        const application = applications.get(name);
        const trouble = application === undefined || !isOf(group, application) ? undefined : application.trouble;
        if (application !== undefined && trouble !== undefined) {
          inError.add(name);
          const [reason, what] = isGoing(application) ? ['NotRemoved', 'removed'] : ['NotInstalled', 'installed'];
          teller.wrong(group.name, trigger, reason, `${name} cannot be ${what}: ${trouble}`, name);
          continue;
        }
        inError.delete(name);
        const wasTold = kinds.filter((reason) => teller.well(group.name, reason, name)).length > 0;
        if (wasTold && application !== undefined)
          teller.done(group.name, trigger, 'InOrder', `${name} is in order again`);
      }
    },
    count: () => inError.size,
  };
}

function isOf({ name }: Group, { metadata }: KubeObject): boolean {
  return metadata.labels?.[labels.group] === name && metadata.annotations?.[annotations.key] !== undefined;
}
