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
const { tools } = findTools(['nginx', 'h2load', 'fortio']);
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
  const clients = {
    ours: script(path.join(here, 'http2/ours.mjs'), bundle),
    'node:http2': script(path.join(here, 'http2/node.mjs')),
    ...(kind === 'get'
      ? peers()
      : Object.fromEntries(Object.entries(scripts).map(([name, file]) => [name, script(file)]))),
  };
  const seen = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, run] of Object.entries(clients))
      seen[name].push(await run({ address, streams, connections, kind }));
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

function script(file, ...more) {
  return async ({ address, streams, connections, kind }) => {
    const args = [address, streams, connections, flags.seconds, kind, ...more].map(String);
    const { stdout } = await measure([process.execPath, file, ...args], { core: flags.core });
    return result(/rps (\d+)/.exec(stdout)?.[1], /cpu ([\d.]+)/.exec(stdout)?.[1], stdout);
  };
}

// Programs that send requests one at a time over each connection, as the http task does.
function peers() {
  const load = (tool, command, rateIn) => async (given) => {
    const { stdout, stderr, cpuSeconds } = await measure([tool, ...command(given)], { core: flags.core });
    const text = `${stdout}${stderr}`;
    return result(rateIn.exec(text)?.[1], cpuSeconds / Number(flags.seconds), text);
  };
  const h2load = ({ address, connections: c }) => ['-m1', '-t1', `-c${c}`, `-D${flags.seconds}`, `http://${address}/`];
  const fortio = ({ address, connections: c }) => [
    'load',
    '-h2',
    '-stdclient',
    '-qps',
    '0',
    '-c',
    `${c}`,
    '-t',
    `${flags.seconds}s`,
    `http://${address}/`,
  ];
  return {
    ...(tools.h2load === undefined ? {} : { 'h2load -m 1': load(tools.h2load, h2load, /, ([\d.]+) req\/s/) }),
    ...(tools.fortio === undefined ? {} : { 'Fortio -h2': load(tools.fortio, fortio, /(\d[\d.]*) qps/) }),
  };
}

function result(rateText, cpuText, output) {
  const [rate, cpu] = [Number(rateText), Number(cpuText)];
  if (!(rate > 0) || !(cpu > 0)) throw new Error(`no result in:\n${output}`);
  return { rate, perCore: rate / cpu };
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
