// Starts the nginx of the benchmark on one core, on free ports of loopback, with a P-256 certificate of its own CA.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pinned } from './measure.mjs';

const template = fileURLToPath(new URL('nginx.conf', import.meta.url));

export async function startNginx({ nginx, core }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-nginx-'));
  const words = { folder, port: await freePort(), tlsPort: await freePort(), http2Port: await freePort() };
  makeCertificate(folder);
  const conf = path.join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    readFileSync(template, 'utf8').replace(/@(\w+)@/g, (_, word) => words[word]),
  );
  const [command, args] = pinned(core, [nginx, '-e', path.join(folder, 'error.log'), '-p', folder, '-c', conf]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${words.port}/`;
  await answering(url, child);
  return {
    url,
    http2Url: `http://127.0.0.1:${words.http2Port}/`, // HTTP/2 in plain text, with prior knowledge
    tlsUrl: `https://127.0.0.1:${words.tlsPort}/`,
    ca: path.join(folder, 'ca.crt'),
    // Requests that nginx has read so far, the ones that ask for this number included.
    requests: async () => {
      const text = await (await fetch(`${url}count`)).text();
      return Number(/^\s*\d+\s+\d+\s+(\d+)\s*$/m.exec(text)?.[1]);
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url, child) {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error('nginx does not answer');
}

function makeCertificate(folder) {
  const openssl = (...args) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder });
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(path.join(folder, 'san.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=bench CA');
  openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'san.cnf', '-days', '2'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.crt', ...signed);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
