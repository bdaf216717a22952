// What is shown to the server, and what the server has to show; over TLS.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Certificates, hasOpenssl, makeCertificates } from '../../test/hostile/certificates.ts';
import type { ObjectRef } from '../model/cluster.ts';
import { connectCluster } from './connect.ts';
import { json, scriptedServer, status } from './scripted-server.fixture.ts';

const ref: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'test', name: 's' };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
const timing = { deadlineMs: 2000, backoffMs: 5, maxBackoffMs: 20 };
const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  let made: Certificates;
  let folder: string;
  let server: Awaited<ReturnType<typeof scriptedServer>>;
  beforeAll(() => {
    made = makeCertificates();
    folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-kube-'));
    writeFileSync(path.join(folder, 'ca.pem'), made.ca);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => server.close());

  const begin = async (options: Parameters<typeof scriptedServer>[0] = made.good) => {
    server = await scriptedServer(options);
    server.script(json(secret));
    return `https://localhost:${server.port}`;
  };
  const data = (pem: string) => Buffer.from(pem).toString('base64');
  const kubeconfig = (user: Record<string, unknown>, cluster: Record<string, unknown> = {}) => {
    const at = path.join(folder, 'config');
    const trusted = { server: `https://localhost:${server.port}`, 'certificate-authority-data': data(made.ca) };
    const config = {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { ...trusted, ...cluster } }],
      users: [{ name: 'u', user }],
    };
    writeFileSync(at, JSON.stringify(config));
    return at;
  };
  const get = async (options: Omit<Parameters<typeof connectCluster>[0], 'env'>) =>
    (await connectCluster({ env: {}, timing, ...options })).get(ref);

  test('a server whose CA is named is trusted', async () => {
    const apiserver = await begin();
    expect(await get({ apiserver, caFile: path.join(folder, 'ca.pem'), token: 't' })).toEqual(secret);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer t');
  });

  test.each<[string, 'good' | 'otherName' | 'expired' | 'selfSigned', boolean, RegExp]>([
    ['whose CA is not known', 'good', false, /unknown CA|not trusted/],
    ['whose certificate is for another name', 'otherName', true, /for another name/],
    ['whose certificate has expired', 'expired', true, /has expired/],
    ['whose certificate is self-signed', 'selfSigned', true, /self-signed/],
  ])('a server %s is not trusted, and sees no token', async (_, pair, isNamed, message) => {
    const apiserver = await begin(made[pair]);
    if (pair === 'expired') await new Promise((resolve) => setTimeout(resolve, 1500));
    const call = get({ apiserver, token: 't', ...(isNamed ? { caFile: path.join(folder, 'ca.pem') } : {}) });
    await expect(call).rejects.toMatchObject({ code: 'UNREACHABLE', message: expect.stringMatching(message) });
    expect(server.seen).toHaveLength(0);
  });

  test('a kubeconfig may give the name of the certificate, or verify nothing', async () => {
    await begin(made.otherName);
    expect(await get({ kubeconfig: kubeconfig({}, { 'tls-server-name': 'other.test' }) })).toEqual(secret);
    const unverified = { 'insecure-skip-tls-verify': true, 'certificate-authority-data': '' };
    expect(await get({ kubeconfig: kubeconfig({}, unverified) })).toEqual(secret);
  });

  test('a client certificate is shown', async () => {
    await begin({ ...made.good, ca: made.ca, requestCert: true, rejectUnauthorized: true });
    const user = { 'client-certificate-data': data(made.client.cert), 'client-key-data': data(made.client.key) };
    expect(await get({ kubeconfig: kubeconfig(user) })).toEqual(secret);
    await expect(get({ kubeconfig: kubeconfig({}) })).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  test('a key that does not belong to its certificate is said', async () => {
    await begin();
    const user = { 'client-certificate-data': data(made.client.cert), 'client-key-data': data(made.good.key) };
    await expect(get({ kubeconfig: kubeconfig(user) })).rejects.toMatchObject({
      code: 'KUBECONFIG',
      message: expect.stringContaining('the certificates or keys cannot be used'),
    });
  });

  test('a server in plain text is told as one', async () => {
    server = await scriptedServer();
    await expect(get({ apiserver: `https://localhost:${server.port}` })).rejects.toMatchObject({
      message: expect.stringMatching('speaks no TLS'),
    });
  });
});

describe('credentials that are not accepted', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof scriptedServer>>;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-kube-'));
    server = await scriptedServer();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await server.close();
  });

  const withTokenFile = (token: string) => {
    const at = path.join(folder, 'token');
    writeFileSync(at, token);
    const config = {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${server.port}` } }],
      users: [{ name: 'u', user: { tokenFile: 'token' } }],
    };
    const kubeconfig = path.join(folder, 'config');
    writeFileSync(kubeconfig, JSON.stringify(config));
    return { kubeconfig, replace: (other: string) => writeFileSync(at, other) };
  };

  test('are read again, once', async () => {
    const { kubeconfig, replace } = withTokenFile('old');
    const cluster = await connectCluster({ env: {}, timing, kubeconfig });
    server.script(json(secret), status(401, 'Unauthorized'), json(secret));
    await cluster.get(ref);
    replace('new');
    expect(await cluster.get(ref)).toEqual(secret);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  test('are read again at whatever attempt', async () => {
    const { kubeconfig, replace } = withTokenFile('old');
    const cluster = await connectCluster({ env: {}, timing, kubeconfig });
    server.script(json(secret), status(500, 'InternalError'), status(401, 'Unauthorized'), json(secret));
    await cluster.get(ref);
    replace('new');
    expect(await cluster.get(ref)).toEqual(secret);
    expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer new');
  });

  test('are told where new ones are not accepted either', async () => {
    const { kubeconfig } = withTokenFile('hidden');
    server.script(status(401, 'Unauthorized'));
    const call = connectCluster({ env: {}, timing, kubeconfig }).then((cluster) => cluster.get(ref));
    await expect(call).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: expect.not.stringContaining('hidden'),
    });
    expect(server.seen).toHaveLength(2);
  });

  test('a token file that cannot be read for a moment does no harm', async () => {
    const { kubeconfig, replace } = withTokenFile('old');
    const cluster = await connectCluster({ env: {}, timing: { ...timing, rereadMs: 0 }, kubeconfig });
    server.script(json(secret));
    await cluster.get(ref);
    replace('');
    expect(await cluster.get(ref)).toEqual(secret);
    replace('new');
    await cluster.get(ref);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });
});

test.each([
  ['one.test', 'https://one.test'],
  ['https://one.test/', 'https://one.test'],
  ['https://me:hidden@one.test:6443/k8s/c-1/', 'https://one.test:6443/k8s/c-1'],
])('the server %s is %s', async (apiserver, server) => {
  expect((await connectCluster({ env: {}, apiserver })).server).toBe(server);
});

test.each(['ftp://one.test', 'https://', 'unix:///run/x'])('the server %s is refused', async (apiserver) => {
  await expect(connectCluster({ env: {}, apiserver })).rejects.toMatchObject({ code: 'KUBECONFIG' });
});

test('the namespace is the one that was asked for, or default', async () => {
  const apiserver = 'https://one.test';
  expect((await connectCluster({ env: {}, apiserver, namespace: 'asked' })).namespace).toBe('asked');
  expect((await connectCluster({ env: {}, apiserver })).namespace).toBe('default');
});

test('a path of the server comes before every other', async () => {
  const server = await scriptedServer();
  server.script(json(secret));
  const cluster = await connectCluster({ env: {}, apiserver: `http://127.0.0.1:${server.port}/k8s/c-1/` });
  await cluster.get(ref);
  expect(server.seen[0]?.url.pathname).toBe('/k8s/c-1/api/v1/namespaces/test/secrets/s');
  await server.close();
});
