// The controller dies in its pod, as when it is out of memory: the container that Kubernetes starts instead goes on at once,
// without the 15 s for which the Lease of the dead process still stands.
import { setTimeout as sleep } from 'node:timers/promises';
import { application, launched } from '../autox/argocd.ts';
import { groupOf, useAutox } from '../autox/autox.ts';
import { site, until, useLab } from '../lab.ts';

const lab = useLab();
const autox = useAutox(() => lab.namespace);
const [trigger, release] = ['crash', 'autox-crash-iter8'];
const leaseMs = 15_000;

// In the container: the image has Node, and no shell. Its processes are those of its user.
const killController = `
  const { readdirSync, readFileSync } = require('node:fs');
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid);
  const isController = (pid) => {
    try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('autox\\0run'); } catch { return false; }
  };
  const found = pids.filter(isController);
  if (found.length !== 1) throw new Error('controllers: ' + found.join());
  process.kill(Number(found[0]), 'SIGKILL');
`;

const versioned = (version: string) =>
  lab.kubectl('label', 'deployment', trigger, `app.kubernetes.io/version=${version}`, '--overwrite');

async function pod(): Promise<{ name: string; restarts: number; ready: boolean }> {
  const { items } = await lab.json<{ items: Pod[] }>('get', 'pod', '-l', 'app.kubernetes.io/name=autox');
  const [{ metadata, status } = nothing] = items;
  const [{ restartCount, ready } = { restartCount: 0, ready: false }] = status.containerStatuses ?? [];
  return { name: metadata.name, restarts: restartCount, ready };
}

interface Pod {
  metadata: { name: string };
  status: { containerStatuses?: { restartCount: number; ready: boolean }[] };
}

const nothing: Pod = { metadata: { name: '' }, status: {} };

beforeAll(async () => {
  await lab.kubectl('create', 'service', 'clusterip', 'app', '--tcp=80');
  await lab.kubectl('create', 'deployment', trigger, '--image', site().image, '--replicas=0');
  await versioned('1.0.0');
  await autox.install('autox', groupOf(trigger, lab.namespace, ['tasks={ready}', 'runner=job', 'ready.service=app']));
  await launched(release);
}, 240_000);

test('a change after a crash is launched well before the Lease of the dead process has run out', async () => {
  const before = await application(release);
  const { name, restarts } = await pod();
  await lab.kubectl('exec', name, '--', 'node', '-e', killController);
  const died = performance.now();
  await versioned('2.0.0');
  await launched(release, before);
  const took = performance.now() - died;
  const now = await pod();
  console.log(`killed in its pod: the next version was launched after ${(took / 1000).toFixed(1)} s`);
  expect([now.name, now.restarts]).toEqual([name, restarts + 1]);
  expect(took).toBeLessThan(leaseMs - 3000);
});

test('it is launched once, and by a controller that stays', async () => {
  const made = await application(release);
  await until('a controller that is ready', async () => (await pod()).ready || undefined);
  await sleep(leaseMs + 5000); // whoever waited for the Lease of the dead one would have it now
  expect((await application(release))?.metadata.uid).toBe(made?.metadata.uid);
  expect((await pod()).restarts).toBe(1);
});
