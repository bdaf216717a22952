// What the suites that break things under AutoX begin with: a release of it, its controller behind a proxy, its triggers.
import { type Lab, useLab } from '../lab.ts';
import { type ApiProxy, useApiProxies } from './api-proxy.ts';
import { needArgocd } from './argocd.ts';
import { type Autox, type ControllerProcess, groupOf, useAutox } from './autox.ts';
import { type Trigger, useWorld, type World } from './world.ts';

export interface Replica {
  proxy: ApiProxy;
  controller: ControllerProcess;
}

interface Chaos {
  lab: Lab;
  autox: Autox;
  world: World;
  proxies: readonly ApiProxy[];
  // One release; an object of version 1.0.0 for each group.
  install(release: string, groups: readonly string[]): Promise<Trigger[]>;
  replica(release: string): Promise<Replica>;
  // Until each of them runs for the first time.
  launched(triggers: readonly Trigger[], version?: string): Promise<void>;
}

// For describe blocks.
export function useChaos(): Chaos {
  const lab = useLab();
  const newProxy = useApiProxies();
  beforeAll(needArgocd, 900_000); // before its Applications are watched
  const world = useWorld(lab);
  const autox = useAutox(() => lab.namespace);
  const proxies: ApiProxy[] = [];
  return {
    lab,
    autox,
    world,
    proxies,
    async install(release, groups) {
      const triggers = groups.map((group) => world.trigger(group));
      for (const trigger of triggers) await trigger.make('1.0.0');
      await autox.install(release, [
        'replicas=0',
        ...groups.flatMap((group) => groupOf(group, lab.namespace, of(group))),
      ]);
      return triggers;
    },
    async replica(release) {
      const proxy = await newProxy();
      proxies.push(proxy);
      return { proxy, controller: await autox.controller(release, { server: proxy.url }) };
    },
    async launched(triggers, version = '1.0.0') {
      for (const trigger of triggers) await world.experiment(await world.runs(trigger, version));
    },
  };
}

// The shortest experiment there is.
function of(group: string): string[] {
  return ['tasks={ready}', `ready.deploy=${group}`, 'runner=job'];
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
