// Which cluster is meant, and as whom: flags, kubeconfig files, the pod's own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TargetOptions, targetOf } from './target.ts';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-kube-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: unknown, name = `file-${++files}`): string {
  const at = path.join(folder, name);
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

interface Parts {
  cluster?: Record<string, unknown>;
  user?: Record<string, unknown>;
  context?: Record<string, unknown>;
}

const configOf = ({ cluster = {}, user = {}, context = {} }: Parts = {}, name = 'one') => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': name,
  contexts: [{ name, context: { cluster: name, user: name, ...context } }],
  clusters: [{ name, cluster: { server: `https://${name}.test:6443`, ...cluster } }],
  users: [{ name, user: { token: `token-of-${name}`, ...user } }],
});

const chosen = async (options: Partial<TargetOptions>) => {
  const target = await targetOf({ env: {}, ...options });
  const { headers, tls } = await target.identify(false);
  return { ...target, headers, ca: await target.ca(), identityTls: tls };
};
const messageOf = async (options: Partial<TargetOptions>) => {
  const failure = await chosen(options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'KUBECONFIG' });
  return (failure as Error).message;
};
const pem = '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n';

describe('where a kubeconfig is looked for', () => {
  test('the named one comes before those of KUBECONFIG', async () => {
    const [named, other] = [file(configOf({}, 'named')), file(configOf({}, 'other'))];
    expect((await chosen({ kubeconfig: named, env: { KUBECONFIG: other } })).server).toBe('https://named.test:6443');
  });

  test('of several the first says what counts, and all add to it', async () => {
    const first = file({ ...configOf({ context: { namespace: 'first' } }), users: [] });
    const second = file({ ...configOf({ context: { namespace: 'second' } }), 'current-context': 'other' });
    const env = { KUBECONFIG: [first, '', second].join(path.delimiter) };
    expect(await chosen({ env })).toMatchObject({
      namespace: 'first',
      headers: { authorization: 'Bearer token-of-one' },
    });
  });

  test('of several those that are not there do not matter', async () => {
    const env = { KUBECONFIG: [path.join(folder, 'none'), file(configOf())].join(path.delimiter) };
    expect((await chosen({ env })).server).toBe('https://one.test:6443');
  });

  test('without KUBECONFIG it is the one of the home folder', async () => {
    const home = mkdtempSync(path.join(folder, 'home-'));
    const { mkdirSync } = await import('node:fs');
    mkdirSync(path.join(home, '.kube'));
    writeFileSync(path.join(home, '.kube', 'config'), JSON.stringify(configOf()));
    expect((await chosen({ env: { HOME: home } })).server).toBe('https://one.test:6443');
  });

  test('YAML is read as JSON is', async () => {
    const yaml = [
      'current-context: c',
      'contexts: [{name: c, context: {cluster: k, user: u}}]',
      'clusters:\n- name: k\n  cluster:\n    server: https://yaml.test',
      'users:\n- name: u\n  user: {}',
    ];
    expect((await chosen({ kubeconfig: file(yaml.join('\n')) })).server).toBe('https://yaml.test');
  });

  test('none at all is said, with where it was looked for', async () => {
    const env = { KUBECONFIG: `${folder}/a${path.delimiter}${folder}/b` };
    expect(await messageOf({ env })).toBe(
      `no cluster is known: there is no kubeconfig at ${folder}/a, ${folder}/b, and this is no pod of a cluster`,
    );
  });
});

describe('a broken kubeconfig is named, and what is wrong with it', () => {
  test('one that was named and is not there', async () => {
    expect(await messageOf({ kubeconfig: path.join(folder, 'none') })).toBe(
      `${folder}/none: there is no such kubeconfig`,
    );
  });

  test('a folder', async () => {
    expect(await messageOf({ kubeconfig: folder })).toMatch('cannot be read');
  });

  test.each<[string, unknown, RegExp]>([
    ['no YAML', 'users: [\n  token: hidden', /the kubeconfig is no YAML, line \d+: /],
    ['a list', [], /a map is needed/],
    ['users that are no list', { users: {} }, /users is no list/],
    ['a user without a name', { users: [{ user: {} }] }, /users\[0\] has no name/],
    ['a cluster that is a text', { clusters: [{ name: 'a', cluster: 'hidden' }] }, /clusters\[0\]\.cluster is no map/],
    ['a current context that is no text', { 'current-context': 7 }, /current-context is no text/],
    ['a server that is no text', configOf({ cluster: { server: 7 } }), /server of the cluster "one" is no text/],
    ['a token that is no text', configOf({ user: { token: 7 } }), /token of the user "one" is no text/],
    ['a token of two lines', configOf({ user: { token: 'hid\nden' } }), /the token is empty, or has characters/],
    ['no server', configOf({ cluster: { server: '' } }), /the cluster "one" has no server/],
    [
      'a CA that is no PEM',
      configOf({ cluster: { 'certificate-authority-data': 'aGlkZGVu' } }),
      /certificate-authority-data of the cluster "one" is no PEM in base64/,
    ],
    [
      'a CA file that is not there',
      configOf({ cluster: { 'certificate-authority': 'none.pem' } }),
      /none\.pem: the certificate of the CA cannot be read/,
    ],
    [
      'a certificate file that is not there',
      configOf({ user: { 'client-certificate': 'none.pem' } }),
      /none\.pem: the client-certificate of "one" cannot be read/,
    ],
    [
      'a context that is not there',
      { ...configOf(), 'current-context': 'onne' },
      /there is no context "onne", though it is the current one; there are: one; did you mean one\?/,
    ],
    [
      'a cluster that is not there',
      { ...configOf(), clusters: [{ name: 'x' }, { name: 'y' }] },
      /the context "one" is of the cluster "one", which is not there; there are: x, y/,
    ],
    ['a user that is not there', { ...configOf(), users: [] }, /of the user "one", .* there are no users/],
    ['no current context', { ...configOf(), 'current-context': '' }, /no context is chosen; there are: one/],
  ])('%s', async (_, content, expected) => {
    const kubeconfig = file(content);
    const message = await messageOf({ kubeconfig });
    expect(message).toMatch(expected);
    expect(message).toMatch(folder);
    expect(message).not.toMatch(/hid/);
  });

  test('one of several files', async () => {
    const env = { KUBECONFIG: [file(configOf()), file(configOf())].join(path.delimiter) };
    expect(await messageOf({ env, context: 'x' })).toBe(
      `${env.KUBECONFIG.replace(path.delimiter, ', ')}: there is no context "x"; there are: one`,
    );
  });

  test('a context that was named and is not there', async () => {
    const several = { ...configOf(), contexts: [{ name: 'production' }, { name: 'staging' }] };
    const kubeconfig = file(several);
    expect(await messageOf({ kubeconfig, context: 'stagng' })).toBe(
      `${kubeconfig}: there is no context "stagng"; there are: production, staging; did you mean staging?`,
    );
  });
});

describe('what is taken from it', () => {
  test('the context that was named', async () => {
    const [one, two] = [configOf(), configOf({ context: { namespace: 'second' } }, 'two')];
    const both = {
      ...one,
      contexts: [...one.contexts, ...two.contexts],
      clusters: [...one.clusters, ...two.clusters],
      users: [...one.users, ...two.users],
    };
    expect(await chosen({ kubeconfig: file(both), context: 'two' })).toMatchObject({
      server: 'https://two.test:6443',
      namespace: 'second',
      headers: { authorization: 'Bearer token-of-two' },
    });
  });

  test('files relative to where it lies', async () => {
    file(pem, 'ca.pem');
    file('from-a-file\n', 'token');
    const config = configOf({ cluster: { 'certificate-authority': 'ca.pem' }, user: { tokenFile: './token' } });
    expect(await chosen({ kubeconfig: file(config) })).toMatchObject({
      ca: pem,
      headers: { authorization: 'Bearer from-a-file' },
    });
  });

  test('certificates that stand in it, before files', async () => {
    const data = Buffer.from(pem).toString('base64');
    const user = { 'client-certificate-data': data, 'client-certificate': 'none', 'client-key-data': data };
    const cluster = { 'certificate-authority-data': data, 'certificate-authority': 'none' };
    expect(await chosen({ kubeconfig: file(configOf({ user, cluster })) })).toMatchObject({
      ca: pem,
      identityTls: { cert: pem, key: pem },
    });
  });

  test('a name and a password', async () => {
    const user = { token: '', username: 'me', password: 'p:w' };
    const { headers } = await chosen({ kubeconfig: file(configOf({ user })) });
    expect(headers).toEqual({ authorization: `Basic ${btoa('me:p:w')}` });
  });

  test('how to verify the server', async () => {
    const cluster = { 'insecure-skip-tls-verify': true, 'tls-server-name': 'other.test' };
    const { tls } = await chosen({ kubeconfig: file(configOf({ cluster })) });
    expect(tls).toEqual({ rejectUnauthorized: false, servername: 'other.test' });
  });

  test('whom to act as', async () => {
    const user = { as: 'somebody', 'as-groups': ['a', 'b'], 'as-uid': '7', 'as-user-extra': { 'Scopes/x': ['y'] } };
    const { headers } = await chosen({ kubeconfig: file(configOf({ user })) });
    expect(headers).toEqual({
      authorization: 'Bearer token-of-one',
      'impersonate-user': 'somebody',
      'impersonate-group': ['a', 'b'],
      'impersonate-uid': '7',
      'impersonate-extra-scopes%2Fx': ['y'],
    });
  });
});

describe('flags come before it', () => {
  test('the server', async () => {
    const kubeconfig = file(configOf());
    expect((await chosen({ kubeconfig, apiserver: 'https://flag.test' })).server).toBe('https://flag.test');
  });

  test('the server and a token are enough without one', async () => {
    expect(await chosen({ apiserver: 'https://flag.test', token: 't' })).toMatchObject({
      server: 'https://flag.test',
      headers: { authorization: 'Bearer t' },
    });
  });

  test('a token takes the place of whatever else there is', async () => {
    const user = { tokenFile: 'none', username: 'me', exec: { command: 'none' } };
    const { headers } = await chosen({ kubeconfig: file(configOf({ user })), token: 'flag' });
    expect(headers).toEqual({ authorization: 'Bearer flag' });
  });

  test('a token that can be none is said', async () => {
    expect(await messageOf({ apiserver: 'https://flag.test', token: 'a b' })).toMatch(
      '--kube-token: the token is empty, or',
    );
  });

  test('a CA file, which is verified even if the kubeconfig verifies nothing', async () => {
    const kubeconfig = file(configOf({ cluster: { 'insecure-skip-tls-verify': true } }));
    const { ca, tls } = await chosen({ kubeconfig, caFile: file(pem) });
    expect([ca, tls]).toEqual([pem, {}]);
  });

  test('whom to act as', async () => {
    const user = { as: 'somebody', 'as-groups': ['a'] };
    const options = { kubeconfig: file(configOf({ user })), asUser: 'flag', asGroup: ['g'] };
    expect((await chosen(options)).headers).toEqual({
      authorization: 'Bearer token-of-one',
      'impersonate-user': 'flag',
      'impersonate-group': ['g'],
    });
  });

  test('a group needs a user', async () => {
    await expect(chosen({ kubeconfig: file(configOf()), asGroup: ['g'] })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('in a pod', () => {
  const account = () => {
    const at = mkdtempSync(path.join(folder, 'account-'));
    writeFileSync(path.join(at, 'token'), 'of-the-pod');
    writeFileSync(path.join(at, 'ca.crt'), pem);
    writeFileSync(path.join(at, 'namespace'), 'mine\n');
    return at;
  };
  const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

  test('it is the cluster of the pod, as its service account', async () => {
    expect(await chosen({ env, serviceAccount: account() })).toMatchObject({
      server: 'https://10.0.0.1:443',
      namespace: 'mine',
      ca: pem,
      headers: { authorization: 'Bearer of-the-pod' },
    });
  });

  test('an IPv6 address is put in brackets', async () => {
    const options = { env: { ...env, KUBERNETES_SERVICE_HOST: 'fd00::1' }, serviceAccount: account() };
    expect((await chosen(options)).server).toBe('https://[fd00::1]:443');
  });

  test('a kubeconfig comes before it', async () => {
    const options = { env: { ...env, KUBECONFIG: file(configOf()) }, serviceAccount: account() };
    expect((await chosen(options)).server).toBe('https://one.test:6443');
  });

  test('a new token is used once it is there', async () => {
    const serviceAccount = account();
    const target = await targetOf({ env, serviceAccount });
    expect((await target.identify(false)).headers).toEqual({ authorization: 'Bearer of-the-pod' });
    writeFileSync(path.join(serviceAccount, 'token'), 'newer');
    expect((await target.identify(false)).headers).toEqual({ authorization: 'Bearer newer' });
  });

  test('without a service account it is no pod of a cluster', async () => {
    expect(await messageOf({ env, serviceAccount: path.join(folder, 'none') })).toMatch('this is no pod of a cluster');
  });
});
