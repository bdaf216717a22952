// Many histories of what users, Argo CD, an API server and a killed controller do: each ends where the last state of the
// trigger and of the configuration say, and nothing of others is touched.
import fc from 'fast-check';
import type { KubeObject } from '../model/cluster.ts';
import { applicationRef } from './application.ts';
import { settled } from './clock.fixture.ts';
import { group, release } from './group.fixture.ts';
import type { Group } from './group.ts';
import { configOf, createLab, deploymentRef } from './lab.fixture.ts';

type Step =
  | { does: 'label'; version: number }
  | { does: 'configure'; specs: number } // 0: without the group
  | { does: 'unlabel' | 'delete' | 'remake' | 'restart' | 'argo' | 'takeAway' | 'claim' | 'unclaim' | 'wait' }
  | { does: 'fault'; status: number; late: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('label' as const), version: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('configure' as const), specs: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ does: 'unlabel' }, { does: 'delete' }, { does: 'remake' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ does: 'takeAway' }, { does: 'claim' }, { does: 'unclaim' }) },
  { weight: 6, arbitrary: fc.constantFrom<Step>({ does: 'argo' }, { does: 'wait' }, { does: 'restart' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('fault' as const),
      status: fc.constantFrom(429, 500),
      late: fc.boolean(),
    }),
  },
);

const second = { ...release, name: 'autox-httpbin-second' };
const names = [release.name, second.name];
const foreign = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: second.name }, spec: {} };
const refOf = (name: string) => applicationRef('argocd', name);
const configured = (specs: number): Group[] =>
  specs === 0 ? [] : [{ ...group, releases: [release, second].slice(0, specs) }];

async function play(steps: readonly Step[]): Promise<void> {
  const lab = createLab();
  const heal: (() => void)[] = [];
  let version = 0; // 0: there is none
  let specs = 1;
  const start = () => lab.start(configOf(configured(specs)));
  const isForeign = (object: KubeObject | undefined) => object !== undefined && object.metadata.labels === undefined;
  const finish = async () => {
    for (const name of names) if (lab.isGoing(name)) await lab.finish(name);
  };
  const remove = (name: string) => {
    const object = lab.application(name);
    if (object === undefined || lab.isGoing(name)) return;
    const metadata = { ...object.metadata, deletionTimestamp: 'now' };
    lab.cluster.put(refOf(name), { ...object, metadata });
  };
  await start();
  for (const one of steps) {
    if (one.does === 'label' || one.does === 'remake') {
      if (one.does === 'remake' && version > 0) await takeTrigger();
      version = one.does === 'label' ? one.version : Math.max(1, version);
      await lab.label(`${version}.0.0`);
    }
    if (one.does === 'unlabel' && version > 0) await lab.label('');
    if (one.does === 'delete') await takeTrigger();
    if (one.does === 'unlabel' || one.does === 'delete') version = 0;
    if (one.does === 'argo') await finish();
    if (one.does === 'takeAway') remove(release.name);
    if (one.does === 'claim' && lab.application(second.name) === undefined) await lab.put(foreign, refOf(second.name));
    if (one.does === 'unclaim' && isForeign(lab.application(second.name))) remove(second.name);
    if (one.does === 'wait') await lab.clock.pass(3000);
    if (one.does === 'fault') heal.push(lab.cluster.fail({ times: 5, late: one.late }, { status: one.status }));
    if (one.does === 'configure') specs = one.specs;
    if (one.does !== 'restart' && one.does !== 'configure') continue;
    await lab.stop();
    await start();
  }
  for (const one of heal) one();
  for (let i = 0; i < 12; i++) {
    await lab.clock.pass(15_000);
    await finish();
  }
  await settled();
  const end = names.map((name) =>
    isForeign(lab.application(name)) ? 'foreign' : lab.isGoing(name) ? 'going' : lab.version(name),
  );
  await lab.stop();
  const wanted = names.map((_, i) => (version === 0 || i >= specs ? undefined : `${version}.0.0`));
  expect(end).toEqual(end[1] === 'foreign' ? [wanted[0], 'foreign'] : wanted);

  async function takeTrigger(): Promise<void> {
    const object = lab.cluster.peek(deploymentRef);
    if (object === undefined) return;
    lab.cluster.put(deploymentRef, { ...object, metadata: { ...object.metadata, deletionTimestamp: 'now' } });
    await settled();
  }
}

test('every history ends where it should', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), play), {
    numRuns: Number(process.env.RUNS ?? 40),
  });
}, 60_000);
