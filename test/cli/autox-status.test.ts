// `iter8 autox status` as users run it, on a cluster in memory behind HTTP.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInstallation, groupOf } from '../../runner/cli/autox/installation.fixture.ts';
import { serve } from '../../runner/kube/served-cluster.fixture.ts';
import { sampleDocument } from '../../runner/report/documents.fixture.ts';
import { iter8, messages, removeWorkFolders } from './iter8.ts';
import { kubeconfigOf } from './k/api-server.ts';

const autox = createInstallation();
let server: Server;
let kubeconfig: string;

beforeAll(async () => {
  server = createServer(serve(autox.cluster));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  kubeconfig = kubeconfigOf((server.address() as AddressInfo).port);
  autox.config({ books: groupOf('books') });
  autox.trigger('books');
  autox.application('books');
  autox.result('books', sampleDocument('two-versions'));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  removeWorkFolders();
});

const status = (...args: string[]) => iter8(['autox', 'status', ...args], { env: { KUBECONFIG: kubeconfig } });

test.each([[['-n', 'iter8']], [['-A']]])('%j prints a table, and exits 0 whatever the verdicts are', async (args) => {
  const { code, stdout, stderr } = await status(...args);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^AutoX autox in namespace iter8\nGROUP .* SLOS\nbooks .* completed loop 3 +violated\n {2}! SLO/,
  );
});

test('-o json is for programs', async () => {
  const { code, stdout } = await status('-n', 'iter8', '-o', 'json');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    { installations: [{ releases: [{ release: 'autox-books-iter8', experiment: { slos: 'violated' } }] }] },
  ]);
});

test('where there is none it says so, and exits 0', async () => {
  const { code, stdout, stderr } = await status();
  expect([code, stdout]).toEqual([0, '']);
  expect(messages(stderr)).toEqual([expect.stringContaining('there is no AutoX in namespace test: install')]);
  expect(JSON.parse((await status('-o', 'json')).stdout)).toEqual({
    format: 'iter8.autox-status/v1',
    installations: [],
  });
});

test('what cannot be read at all is an error', async () => {
  const heal = autox.cluster.fail({ resource: 'configmaps' }, { status: 403, reason: 'Forbidden' });
  const { code, stdout, stderr } = await status('-n', 'iter8');
  heal();
  expect([code, stdout]).toEqual([6, '']);
  expect(stderr).toContain('it is not permitted to list configmaps');
});

test('another format is refused', async () => {
  const { code, stderr } = await status('-o', 'yaml');
  expect([code, stderr]).toEqual([2, expect.stringContaining('json')]);
});
