// The HTTP/2 client alone, as fast as it can: ours, node:http2's, and scripts of your own, in alternating rounds.
// usage: node test/bench/http2-client.mjs [--rounds 3] [--seconds 3] [--core 1] [--server-core 0] [--grpc-server PROGRAM]
//   [--only get|unary] [name=script.js …]
// PROGRAM ADDRESS is a RouteGuide server to use instead of one of node:http2, which is slower than the clients.
// A script is run as `node script.js ADDRESS STREAMS CONNECTIONS SECONDS` and prints `rps N` and `cpu CORES`.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { measure, pinned } from './measure.mjs';
import { median, table, thousands } from './stats.mjs';
import { findTools } from './tools.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const bundle = path.join(here, '../../.cache/bench/http2.mjs');
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    core: { type: 'string', default: '1' },
    'server-core': { type: 'string', default: '0' },
    'grpc-server': { type: 'string' },
    only: { type: 'string' },
  },
});

const loads = {
  'GET, 16 connections, one stream each': { server: 'nginx', kind: 'get', streams: 16, connections: 16 },
  'unary calls, 50 streams over 4 connections': { server: 'node', kind: 'unary', streams: 50, connections: 4 },
};

await bundleClient();
const scripts = Object.fromEntries(positionals.map((given) => given.split('=')));
const { tools } = findTools(['nginx']);
for (const [title, load] of Object.entries(loads)) {
  if (flags.only !== undefined && flags.only !== load.kind) continue;
  if (load.server === 'nginx' && tools.nginx === undefined) {
    console.log(`left out: ${title} (no nginx)`);
    continue;
  }
  const server = load.server === 'nginx' ? await startNginx(tools.nginx) : await startCalls();
  try {
    await compare(title, load, server.port);
  } finally {
    await server.close();
  }
}

async function compare(title, { kind, streams, connections }, port) {
  const address = `127.0.0.1:${port}`;
  const own = kind === 'unary' ? scripts : {};
  const clients = {
    ours: [path.join(here, 'http2/ours.mjs'), bundle],
    'node:http2': [path.join(here, 'http2/node.mjs'), kind],
    ...Object.fromEntries(Object.entries(own).map(([name, script]) => [name, [script]])),
  };
  const seen = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, [script, ...more]] of Object.entries(clients)) {
      const args = [address, streams, connections, flags.seconds, kind, ...more].map(String);
      const { stdout } = await measure([process.execPath, script, ...args], { core: flags.core });
      const rate = Number(/rps (\d+)/.exec(stdout)?.[1]);
      const cpu = Number(/cpu ([\d.]+)/.exec(stdout)?.[1]);
      if (!(rate > 0)) throw new Error(`${name} printed no result:\n${stdout}`);
      seen[name].push({ rate, perCore: rate / cpu });
    }
  }
  const rows = Object.entries(seen).map(([name, runs]) => [
    name,
    thousands(median(runs.map(({ rate }) => rate))),
    thousands(median(runs.map(({ perCore }) => perCore))),
    median(runs.map(({ rate }, i) => seen.ours[i].rate / rate)).toFixed(2),
    median(runs.map(({ perCore }, i) => seen.ours[i].perCore / perCore)).toFixed(2),
  ]);
  console.log(`\n${title}\n`);
  console.log(table(['client', 'a second', 'a core-second', 'ours ÷ it', 'a core-second, ours ÷ it'], rows));
}

async function bundleClient() {
  mkdirSync(path.dirname(bundle), { recursive: true });
  await build({
    stdin: {
      contents: `
        export { connect } from './runner/wire/http2/connection.ts';
        export { encodeHead } from './runner/wire/http2/request-head.ts';
        export { createResolver } from './runner/wire/resolve.ts';`,
      resolveDir: path.join(here, '../..'),
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
}

async function startNginx(nginx) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-http2-'));
  const port = await freePort();
  const conf = path.join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 4096; }
     http { access_log off; keepalive_requests 1000000000; http2_max_concurrent_streams 1000;
       client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
       uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
       server { listen 127.0.0.1:${port} http2; location / { default_type text/plain; return 200 "hello world\\n"; } } }`,
  );
  const [command, args] = pinned(flags['server-core'], [nginx, '-e', `${folder}/error.log`, '-p', folder, '-c', conf]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  await sleep(300);
  return { port, close: () => ended(child).then(() => rmSync(folder, { recursive: true, force: true })) };
}

async function startCalls() {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const program = flags['grpc-server'];
  const server = program === undefined ? [process.execPath, path.join(here, 'http2/server.mjs')] : [program];
  const [command, args] = pinned(flags['server-core'], [...server, address]);
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GOMAXPROCS: '1' },
  });
  await sleep(500);
  return { port, close: () => ended(child) };
}

function ended(child) {
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return end;
}

async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
