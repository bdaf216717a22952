// What 500 groups with 2,000 specs cost the controller and the API server, by the counters of that server itself.
// Runs alone: it measures.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { each, type Watched } from '../autox/api.ts';
import { installedStatus } from '../autox/argo-status.ts';
import { type Asked, difference, useCounters } from '../autox/asked.ts';
import type { ControllerProcess } from '../autox/autox.ts';
import { idleDeployment, useObjectsOnly } from '../autox/objects-only.ts';
import { until } from '../lab.ts';

const { api, autox, lab, path, applications, letGo } = useObjectsOnly();
const asked = useCounters(api, () => ({ namespace: lab.namespace, name: 'scale-autox' }));

const perForm = 250; // groups of each of the two forms
const specs = ['canary', 'latency', 'smoke', 'soak'];
const releases = 2 * perForm * specs.length;
const newer = Array.from({ length: perForm }, (_, i) => `scale-v${i}`); // relaunched by a version label
const older = Array.from({ length: perForm }, (_, i) => `scale-c${i}`); // relaunched by any change but that of the status
const mostMiB = 120;
const version = 'app.kubernetes.io/version';
const kindOf = { group: () => `${lab.namespace}.example.com`, version: 'v1', resource: 'widgets' };
const widgets = () => `${kindOf.group()}/${kindOf.version}/${kindOf.resource}`;
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
let watched: Watched;
let controller: ControllerProcess;

beforeAll(async () => {
  await api.create(crds, definition());
  await until('the kind of the test', async () => (await api.get<object>(path(widgets()))) && true);
  await each(newer, 16, (name) => api.create(path('apps/v1/deployments'), idleDeployment(name, { [version]: '1' })));
  await each(older, 16, (name) => api.create(path(widgets()), widget(name)));
  watched = await api.watch(path(applications));
}, 120_000);
api.atEnd(() => api.delete(`${crds}/widgets.${kindOf.group()}`));

function definition(): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: kindOf.version, served: true, storage: true, schema, subresources: { status: {} } }];
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget' };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${kindOf.group()}` },
    spec: { group: kindOf.group(), names, scope: 'Namespaced', versions },
  };
}

function widget(name: string): object {
  const labels = { [version]: '1', 'iter8.tools/autox-group': name };
  const spec = { predictor: { model: name, replicas: 3, resources: { cpu: '500m', memory: '2Gi' } } };
  return { apiVersion: `${kindOf.group()}/v1`, kind: 'Widget', metadata: { name, labels }, spec };
}

function values(): object {
  const spec = (app: string, key: string) => ({
    name: 'iter8',
    values: {
      tasks: ['ready', 'http', 'assess'],
      ready: { deploy: app, service: app },
      http: { url: `http://${app}.${lab.namespace}/${key}`, duration: '30s', qps: 20 },
      assess: { SLOs: { upper: { 'http/latency-mean': 50, 'http/latency-p99': 200, 'http/error-count': 0 } } },
      runner: 'job',
    },
  });
  const deployment = { group: 'apps', version: 'v1', resource: 'deployments' };
  const own = { group: kindOf.group(), version: kindOf.version, resource: kindOf.resource };
  const newForm = (name: string) => ({
    trigger: { name, ...deployment },
    specs: Object.fromEntries(specs.map((key) => [key, spec(name, key)])),
  });
  const oldForm = (name: string) => ({
    trigger: { name, ...own },
    releaseSpec: specs.map((key) => ({ ...spec(name, key), name: key })), // the release is named after the chart
  });
  const all = (names: string[], form: (name: string) => object) => Object.fromEntries(names.map((n) => [n, form(n)]));
  return { groups: all(newer, newForm), chartGroups: all(older, oldForm) };
}

function usage(): { cpuMs: number; rss: number; mostRss: number } {
  const fields = readFileSync(`/proc/${controller.pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
  const status = readFileSync(`/proc/${controller.pid}/status`, 'utf8');
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, rss: mib('VmRSS'), mostRss: mib('VmHWM') };
}

const metric = (name: string) => controller.metric(`iter8_autox_${name}`);

// Events are written behind all else, one after the other.
async function written(): Promise<void> {
  const events = async () => (await asked()).events;
  for (let before = -1, now = await events(); now !== before; now = await events()) {
    before = now;
    await sleep(1000);
  }
}

// Until all is done that there is to do.
async function calm(): Promise<void> {
  let before = -1;
  await until('an end of all work', async () => {
    const now = await metric('reconciled_total');
    const isCalm = now === before && (await metric('queue_waiting')) === 0 && (await metric('queue_failing')) === 0;
    before = now;
    return isCalm && (await metric('watches_unsynced')) === 0 ? true : undefined;
  });
}

// What it did beside keeping its Lease, and going on with its watches every minute.
const worked = ({ leases: _, watches: __, ...rest }: Asked) => rest;
const nothing = { events: 0, lists: 0, gets: 0, creates: 0, deletes: 0, others: 0, rejected: 0 };
const tell = (what: string, figures: object) => console.log(`${what}: ${JSON.stringify(figures)}`);

test('a release of the chart takes 500 groups with 2,000 specs', async () => {
  const begun = performance.now();
  await autox.install('scale', ['replicas=0', `argocd.namespace=${lab.namespace}`], 'install', values());
  const size = async (...args: string[]) => (await lab.kubectl('get', ...args)).length;
  const configMap = await size('configmap', 'scale-autox', '-o', 'jsonpath={.data.config\\.yaml}');
  const helm = await size('secret', 'sh.helm.release.v1.scale.v1', '-o', 'jsonpath={.data.release}');
  tell('helm install of 500 groups', { seconds: Math.round((performance.now() - begun) / 1000), configMap, helm });
  expect(configMap).toBeLessThan(1_000_000);
  expect(helm).toBeLessThan(1_000_000);
});

test('all are launched with one request each, at most an event each, and one look at their owner a group', async () => {
  const begun = performance.now();
  controller = await autox.controller('scale');
  await until('2,000 releases', async () => watched.names().length === releases || undefined, 150_000);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  await calm();
  await written();
  const { leases, ...counts } = await asked();
  tell('launch of 2,000 releases', { seconds, ...usage(), leases, ...counts });
  expect(watched.added()).toBe(releases);
  expect(counts).toMatchObject({ creates: releases, deletes: 0, others: 0, rejected: 0 });
  expect(counts.events).toBeLessThanOrEqual(releases);
  expect(counts.gets).toBeLessThanOrEqual(2 * perForm);
  expect(counts.watches).toBeLessThanOrEqual(10);
  expect(counts.lists).toBeLessThanOrEqual(20);
  expect(usage().mostRss).toBeLessThanOrEqual(mostMiB);
}, 180_000);

test('a status that changes 20 times a second starts nothing, asks nothing, and costs next to nothing', async () => {
  const [status, seconds] = [`${path(widgets(), older[0])}/status`, 60];
  const [before, requests, begun] = [usage(), await asked(), performance.now()];
  let sent = 0;
  while (performance.now() - begun < seconds * 1000) {
    await api.merge(status, { status: statusOf(sent++) });
    await sleep(Math.max(0, begun + sent * 50 - performance.now()));
  }
  const after = usage();
  const [counts, took] = [difference(await asked(), requests), (performance.now() - begun) / 1000];
  const cpuPercent = Math.round((after.cpuMs - before.cpuMs) / took / 0.1) / 100;
  tell('a status that changes 20 times a second', { sent, took, cpuPercent, ...after, ...counts });
  expect(sent / took).toBeGreaterThan(18);
  expect(await metric('launched_total')).toBe(releases);
  expect(worked(counts)).toEqual(nothing);
  expect(counts.watches).toBeLessThanOrEqual(6);
  expect(cpuPercent).toBeLessThanOrEqual(5);
  expect(after.rss).toBeLessThanOrEqual(mostMiB);
}, 90_000);

function statusOf(n: number): object {
  const time = new Date().toISOString();
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: time, message: `${type} at ${n}` });
  return { observedGeneration: 1, replicas: n % 7, conditions: ['Ready', 'Available', 'Progressing'].map(condition) };
}

test('a change costs what it changes, whatever else there is', async () => {
  const [requests, changed] = [await asked(), older.slice(1, 11)];
  const before = watched.added();
  const names = changed.flatMap((app) => specs.map((key) => `autox-${app}-${key}`));
  for (const app of changed) await api.merge(path(widgets(), app), { spec: { predictor: { replicas: 4 } } });
  await each(names, 40, async (name) => {
    await watched.seen(name, ({ metadata }) => metadata.deletionTimestamp !== undefined);
    await letGo(name);
    await watched.seen(name, ({ metadata }) => metadata.deletionTimestamp === undefined);
  });
  await calm();
  await written();
  const counts = worked(difference(await asked(), requests));
  tell('a change of 10 triggers', counts);
  expect(watched.added() - before).toBe(names.length);
  expect(counts).toMatchObject({
    ...nothing,
    creates: names.length,
    deletes: names.length,
    gets: expect.any(Number),
    events: expect.any(Number),
  });
  expect(counts.gets).toBeLessThanOrEqual(names.length + changed.length);
  expect(counts.events).toBeLessThanOrEqual(2 * names.length);
});

test('what Argo CD writes on all of them starts nothing', async () => {
  const [requests, launched] = [await asked(), await metric('launched_total')];
  await each(watched.names(), 32, (name) => {
    const application = watched.now(name);
    return api.merge(path(applications, name), { status: application && installedStatus(application) });
  });
  await calm();
  await written();
  const counts = worked(difference(await asked(), requests));
  tell('a status for each of 2,000 Applications', { ...usage(), ...counts });
  expect(await metric('launched_total')).toBe(launched);
  expect(counts).toEqual(nothing);
  expect(usage().mostRss).toBeLessThanOrEqual(mostMiB);
}, 120_000);

test('started again it changes nothing', async () => {
  await controller.kill('SIGTERM');
  const requests = await asked();
  const begun = performance.now();
  controller = await autox.controller('scale');
  await until(
    'a new leader',
    async () => ((await metric('leading')) === 1 && (await metric('reconciled_total')) > 0) || undefined,
  );
  await calm();
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  await written();
  const counts = worked(difference(await asked(), requests));
  tell('a restart', { seconds, ...usage(), ...counts });
  expect(counts).toMatchObject({ creates: 0, deletes: 0, events: 0, others: 0, rejected: 0 });
  expect(await metric('launched_total')).toBe(0);
  expect(watched.names()).toHaveLength(releases);
  expect(usage().mostRss).toBeLessThanOrEqual(mostMiB);
}, 60_000);
