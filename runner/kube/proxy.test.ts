// An API server behind a proxy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasOpenssl, makeCertificates } from '../../test/hostile/certificates.ts';
import { proxyTo, type Started } from '../fetch/servers.fixture.ts';
import type { ObjectRef } from '../model/cluster.ts';
import { connectCluster } from './connect.ts';
import { json, scriptedServer } from './scripted-server.fixture.ts';

const ref: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'test', name: 's' };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-kube-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const kubeconfig = (cluster: Record<string, unknown>) => {
  const at = path.join(folder, 'config');
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c' } }],
    clusters: [{ name: 'c', cluster }],
  };
  writeFileSync(at, JSON.stringify(config));
  return at;
};

const tlsTest = hasOpenssl() ? test : test.skip;

tlsTest('it is reached through the proxy that the kubeconfig names', async () => {
  const { ca, good } = makeCertificates();
  const server = await scriptedServer(good);
  server.script(json(secret));
  const seen: string[] = [];
  const proxy = await proxyTo({ port: server.port } as Started, seen);
  const cluster = await connectCluster({
    env: {},
    kubeconfig: kubeconfig({
      server: 'https://localhost:1',
      'certificate-authority-data': Buffer.from(ca).toString('base64'),
      'proxy-url': `http://127.0.0.1:${proxy.port}`,
    }),
  });
  expect([await cluster.get(ref), await cluster.get(ref)]).toEqual([secret, secret]);
  expect(seen).toEqual(['CONNECT localhost:1']);
  await Promise.all([server.close(), proxy.close()]);
});

test('where the kubeconfig names none, the environment may', async () => {
  const seen: string[] = [];
  const proxy = await proxyTo({ port: 0 } as Started, seen);
  const cluster = await connectCluster({
    env: {},
    apiserver: 'http://api.invalid',
    proxyFor: (url) => (url.hostname === 'api.invalid' ? new URL(`http://127.0.0.1:${proxy.port}`) : undefined),
  });
  await expect(cluster.get(ref)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(seen).toEqual(['GET http://api.invalid/api/v1/namespaces/test/secrets/s']);
  await proxy.close();
});

test('a proxy that speaks neither http nor https is refused', async () => {
  const cluster = { server: 'https://one.test', 'proxy-url': 'socks5://127.0.0.1:1' };
  await expect(connectCluster({ env: {}, kubeconfig: kubeconfig(cluster) })).rejects.toMatchObject({
    code: 'KUBECONFIG',
    message: expect.stringContaining('no http or https proxy'),
  });
});
