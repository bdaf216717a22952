// Many histories of what users, helm, an API server and a killed controller do: each ends where the last state of the
// trigger says, nothing is installed over what is there, and nothing of others is touched.
import fc from 'fast-check';
import { group, release } from '../group.fixture.ts';
import { createHelmLab } from './helm-lab.fixture.ts';
import { jobRef } from './jobs.ts';

type Step =
  | { does: 'label'; version: number }
  | { does: 'unlabel' | 'delete' | 'restart' | 'forgetJob' | 'work' | 'break' | 'wait' }
  | { does: 'fault'; status: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('label' as const), version: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ does: 'unlabel' }, { does: 'delete' }, { does: 'forgetJob' }) },
  { weight: 5, arbitrary: fc.constantFrom<Step>({ does: 'work' }, { does: 'wait' }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ does: 'restart' }, { does: 'break' }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('fault' as const), status: fc.constantFrom(429, 500) }) },
);

// What helm does when its pod runs: it refuses a name that is taken.
async function work(lab: ReturnType<typeof createHelmLab>, breaks = false): Promise<void> {
  for (const task of ['install', 'uninstall'] as const) {
    const job = lab.job(task);
    if (job === undefined || job.status !== undefined) continue;
    if (task === 'uninstall' && lab.job('install') !== undefined)
      expect(lab.job('install')?.status ?? lab.isSuspended()).toBeTruthy(); // never both at a time
    if (lab.isSuspended() && task === 'install') continue;
    await lab.helm(task, breaks || (task === 'install' && lab.noted()) ? 'Failed' : 'Complete');
  }
}

async function play(steps: readonly Step[]): Promise<void> {
  const lab = createHelmLab();
  const heal: (() => void)[] = [];
  let version = 0; // 0: there is none
  await lab.start();
  for (const one of steps) {
    if (one.does === 'label') await lab.label(`${one.version}.0.0`);
    if (one.does === 'label') version = one.version;
    if (one.does === 'unlabel' && version > 0) await lab.label('');
    if (one.does === 'delete') lab.remove(group.trigger);
    if (one.does === 'unlabel' || one.does === 'delete') version = 0;
    if (one.does === 'forgetJob') lab.remove(jobRef('default', release.name, 'install'));
    if (one.does === 'work') await work(lab);
    if (one.does === 'break') await work(lab, true);
    if (one.does === 'wait') await lab.clock.pass(7000);
    if (one.does === 'fault') heal.push(lab.cluster.fail({ times: 6 }, { status: one.status }));
    if (one.does !== 'restart') continue;
    await lab.stop();
    await lab.start();
  }
  for (const one of heal) one();
  for (let i = 0; i < 12; i++) {
    await lab.clock.pass(60_000);
    await work(lab);
  }
  const end = [lab.version(), lab.job('uninstall')?.metadata.name, lab.noted()];
  await lab.stop();
  expect(end).toEqual(version === 0 ? [undefined, undefined, false] : [`${version}.0.0`, undefined, true]);
}

test('every history ends where it should', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), play), { numRuns: 40 });
}, 60_000);
