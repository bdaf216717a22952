// `iter8 k delete`: what helm is told, and what is not deleted.
import { removeWorkFolders } from '../iter8.ts';
import { type ApiServer, apiServer } from './api-server.ts';
import { standInHelm, withoutHelm } from './stand-in-helm.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await apiServer();
});
afterAll(async () => {
  await server.stop();
  removeWorkFolders();
});

const notFound = 'Error: uninstall: Release not loaded: shop: release: not found\n';

test('uninstalls the release, and says so', async () => {
  server.group('shop');
  const { env, calls } = standInHelm({ stdout: 'release "shop" uninstalled\n' });
  const { code, stdout, stderr } = await server.k(['delete', '-g', 'shop'], { env });
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('level=info msg=experiment group shop deleted\n');
  expect(calls()).toEqual([{ args: ['uninstall', 'shop', '--wait'], token: '', stdin: '' }]);
});

test('hands on how the cluster is reached; a token by the environment alone', async () => {
  const { env, calls } = standInHelm();
  const flags = [
    '-n',
    'test',
    '--kube-as-user',
    'ann',
    '--kube-as-group',
    'a',
    '--kube-as-group',
    'b',
    '--kube-context',
    'c',
  ];
  const token = ['--kube-token', 'canary-5e1f'];
  const { code, stderr } = await server.k(['delete', '--kubeconfig', server.kubeconfig, ...flags, ...token], { env });
  const passed = [
    '--namespace',
    'test',
    '--kubeconfig',
    server.kubeconfig,
    '--kube-context',
    'c',
    '--kube-as-user',
    'ann',
  ];
  const args = ['uninstall', 'default', '--wait', ...passed, '--kube-as-group', 'a', '--kube-as-group', 'b'];
  expect([code, calls()]).toEqual([0, [{ args, token: 'canary-5e1f', stdin: '' }]]);
  expect(stderr).not.toContain('canary-5e1f');
});

test.each([
  ['annotation', { annotations: { 'argocd.argoproj.io/tracking-id': 'web-shop:/Secret:test/tracked' } }],
  ['label', { labels: { 'iter8.tools/group': 'tracked', 'argocd.argoproj.io/instance': 'web-shop' } }],
])('a group that Argo CD owns, by its %s, is left and the Application is named: exit code 2', async (_, metadata) => {
  server.group('tracked').secret(metadata);
  const { env, calls } = standInHelm();
  const { code, stderr } = await server.k(['delete', '-g', 'tracked'], { env });
  expect([code, calls()]).toEqual([2, []]);
  expect(stderr).toContain(
    'experiment group tracked belongs to the Argo CD Application web-shop, which would bring it back',
  );
});

test('of a group that AutoX launched it is said how to switch that off: exit code 2', async () => {
  const tracked = { 'argocd.argoproj.io/tracking-id': 'autox-shop-iter8:/Secret:test/autox-shop-iter8' };
  server.group('autox-shop-iter8').secret({ annotations: tracked });
  const { env, calls } = standInHelm();
  const { code, stderr } = await server.k(['delete', '-g', 'autox-shop-iter8'], { env });
  expect([code, calls()]).toEqual([2, []]);
  expect(stderr).toContain('the Argo CD Application autox-shop-iter8, which AutoX would bring back');
  expect(stderr).toContain('iter8.tools/autox=false');
});

test('a group that is not there is told, with those that are: exit code 2', async () => {
  server.group('books');
  const { env } = standInHelm({ code: 1, stderr: notFound });
  const { code, stderr } = await server.k(['delete'], { env });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/no experiment group default in namespace test; there (is|are).*books/),
  ]);
});

test('a group that no release made is told as that: exit code 2', async () => {
  server.group('applied');
  const { env } = standInHelm({ code: 1, stderr: notFound });
  const { code, stderr } = await server.k(['delete', '-g', 'applied'], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining('experiment group applied has no Helm release')]);
});

test('another failure of helm is told in its own words: exit code 3', async () => {
  const { env } = standInHelm({
    code: 1,
    stderr: 'Error: another operation (install/upgrade/rollback) is in progress\n',
  });
  const { code, stderr } = await server.k(['delete', '-g', 'books'], { env });
  expect(code).toBe(3);
  expect(stderr).toContain(
    'experiment group books cannot be deleted: another operation (install/upgrade/rollback) is in progress',
  );
});

test('without helm on PATH ends with exit code 2', async () => {
  const { code, stderr } = await server.k(['delete'], { env: withoutHelm() });
  expect([code, stderr]).toEqual([2, expect.stringContaining('HELM: install helm')]);
});
