// Credentials of a command, in the bundle that users run: the package behind them is loaded there alone.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { json, scriptedServer, status } from './scripted-server.fixture.ts';

let folder: string;
let server: Awaited<ReturnType<typeof scriptedServer>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-kube-'));
  const main = `
    import { connectCluster } from './connect.ts';
    const cluster = await connectCluster({ env: process.env, timing: { deadlineMs: 2000, backoffMs: 5 } });
    const ref = { group: '', version: 'v1', resource: 'secrets', namespace: 'test', name: 's' };
    try {
      for (let n = 0; n < 3; n++) await cluster.get(ref);
      console.log('done');
    } catch (error) {
      console.log(error.code + ': ' + error.message);
    }
    process.exit();`;
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    stdin: { contents: main, resolveDir: __dirname, loader: 'ts' },
    outfile: path.join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: require },
    logLevel: 'warning',
  });
});
beforeEach(async () => {
  server = await scriptedServer();
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

// Writes down what it was asked, and gives another token each time.
const command = (last: string) => `#!/bin/sh
echo "$KUBERNETES_EXEC_INFO $EXTRA" >> "$(dirname "$0")/asked"
n=$(wc -l < "$(dirname "$0")/asked" | tr -d ' ')
${last}`;
const credential = (status: string) =>
  `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":${status}}'`;

async function run(script: string): Promise<{ said: string; asked: string[] }> {
  const at = mkdtempSync(path.join(folder, 'run-'));
  writeFileSync(path.join(at, 'login'), command(script));
  chmodSync(path.join(at, 'login'), 0o755);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './login',
    env: [{ name: 'EXTRA', value: 'yes' }],
  };
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${server.port}` } }],
    users: [{ name: 'u', user: { exec } }],
  };
  writeFileSync(path.join(at, 'config'), JSON.stringify(config));
  const env = { ...process.env, KUBECONFIG: path.join(at, 'config') };
  const child = spawn(process.execPath, [path.join(folder, 'main.mjs')], { env, cwd: folder });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const asked = readFileSync(path.join(at, 'asked'), 'utf8').trim().split('\n');
  return { said: said.trim(), asked };
}

const secret = json({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });

test('a command beside the kubeconfig is asked once, for as long as its token is accepted', async () => {
  server.script(secret);
  const { said, asked } = await run(credential('{"token":"token-\'$n\'"}'));
  expect(said).toBe('done');
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer token-1'));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/"kind":"ExecCredential".*"interactive":false.* yes$/);
});

test('it is asked again where its token is not accepted, even if it has not expired', async () => {
  server.script(secret, status(401, 'Unauthorized'), secret);
  const { said } = await run(credential('{"token":"token-\'$n\'","expirationTimestamp":"2999-01-01T00:00:00Z"}'));
  expect(said).toBe('done');
  expect(server.seen.map(({ headers }) => headers.authorization?.slice(-1))).toEqual(['1', '1', '2', '2']);
});

test('a command that fails is told with what it said', async () => {
  const { said } = await run('echo "please log in" >&2; exit 3');
  expect(said).toBe('UNAUTHORIZED: there are no credentials for the user "u": please log in');
  expect(server.seen).toHaveLength(0);
});

test('a command that waits for somebody to type is not waited for', async () => {
  const begin = performance.now();
  const { said } = await run('exec sleep 10');
  expect(performance.now() - begin).toBeLessThan(8000);
  expect(said).toMatch(/^UNREACHABLE: .* no answer/);
});
