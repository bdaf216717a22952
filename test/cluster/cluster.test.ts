import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provideCluster } from './cluster.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iter8-test-'));
  writeFileSync(path.join(folder, 'kubeconfig'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));
const own = (more: Record<string, string>) =>
  provideCluster({ E2E_KUBECONFIG: path.join(folder, 'kubeconfig'), PATH: process.env.PATH, ...more });

test('a cluster of the user is taken as it is', async () => {
  const cluster = await own({});
  expect(cluster.kubeconfig).toBe(path.join(folder, 'kubeconfig'));
  expect(cluster.apiServer).toBeUndefined();
});

test('a kubeconfig that is not there is named', async () => {
  await expect(provideCluster({ E2E_KUBECONFIG: '/nowhere/config' })).rejects.toThrow('/nowhere/config cannot be read');
});

test('images get into it by the command that the user gives', async () => {
  const taken = path.join(folder, 'taken');
  await (await own({ E2E_LOAD: `printf %s >${taken}` })).loadImage('my image.tar');
  expect(readFileSync(taken, 'utf8')).toBe('my image.tar');
});

test('an image that it has already need not get there', async () => {
  await expect((await own({ E2E_IMAGE: 'registry.example/iter8:1' })).loadImage('x.tar')).resolves.toBeUndefined();
});

test('without either it is said what to give', async () => {
  await expect((await own({})).loadImage('x.tar')).rejects.toThrow('E2E_LOAD');
});

test('kind that is not installed is asked for', async () => {
  await expect(provideCluster({ E2E_CLUSTER: 'kind', PATH: folder })).rejects.toThrow('needs kind on PATH');
});

test('an unknown kind of cluster is refused', async () => {
  await expect(provideCluster({ E2E_CLUSTER: 'minikube' })).rejects.toThrow('not "minikube"');
});
