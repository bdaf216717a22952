// `make bench`: side by side with its peers. Prints Markdown for docs/benchmarks.md; what it is doing goes to stderr.
// Flags: --quick (short rounds), --only closed,tls,http2,grpc,paced,startup, --node 20|24, --rounds N, --seconds N.
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { closedLoop, closedLoopTable } from './closed-loop.mjs';
import {
  costTable as callCostTable,
  calls,
  callsTable,
  compareCalls,
  costByConcurrency,
  startRouteGuide,
} from './grpc.mjs';
import { bursts, costOfPacing, costTable, rateAccuracy } from './paced.mjs';
import { iter8 } from './programs.mjs';
import { startup, startupTable } from './startup.mjs';
import { startNginx } from './target.mjs';
import { findTools, nodes, versionsOf } from './tools.mjs';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'closed,tls,http2,grpc,paced,startup' },
    node: { type: 'string', default: '' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const only = new Set(flags.only.split(','));
const rounds = Number(flags.rounds ?? (flags.quick ? 2 : 5));
const seconds = Number(flags.seconds ?? (flags.quick ? 2 : 5));
const say = (line) => console.error(`  ${line}`);
const section = (title) => console.error(`\n== ${title}`);
const leftOut = [];
const titles = { http: 'HTTP', https: 'HTTPS', http2: 'HTTP/2 in plain text' };

const floors = {
  http: { wrk: { rate: 0.85 }, fortio: { rate: 0.95, cpu: 1.2 }, autocannon: { rate: 1.5 } },
  https: { fortio: { rate: 0.85 } },
  http2: { h2load: { rate: 0.9 }, fortio: { rate: 1.8 } },
  unary: { ghz: 4, 'grpc-js': 20 },
  streaming: { ghz: 3 },
};

if (!existsSync(iter8)) {
  console.error('dist/iter8.js is missing: run `make build` first');
  process.exit(2);
}
const { tools, missing } = findTools(['nginx', 'wrk', 'fortio', 'h2load', 'ghz', 'rgserver', 'openssl', 'taskset']);
leftOut.push(...missing);
for (const needed of ['nginx', 'openssl', 'taskset']) {
  if (tools[needed] === undefined) {
    console.log(`left out: the whole benchmark (it needs ${needed}, and that is not installed here)`);
    process.exit(0);
  }
}
const { found, missing: missingNodes } = nodes();
leftOut.push(...missingNodes);
const chosen = found.filter(({ name }) => name.startsWith(`Node ${flags.node}`));
const cores = availableParallelism() >= 2 ? { target: 0, client: 1 } : { target: 0, client: 0 };
const peers = { http: ['wrk', 'fortio', 'autocannon'], https: ['wrk', 'fortio'], http2: ['h2load', 'fortio'] };
const target = await startNginx({ nginx: tools.nginx, core: cores.target });
const out = [];
try {
  if (only.has('closed')) await measureClosed('http');
  if (only.has('tls')) await measureClosed('https');
  if (only.has('http2')) await measureClosed('http2');
  if (only.has('grpc')) await measureCalls();
  if (only.has('paced')) await measurePaced();
  if (only.has('startup')) await measureStartup();
} finally {
  await target.close();
}
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Linux ${release()}`;
const ofCalls = only.has('grpc')
  ? ['ghz (scripts/tools.sh)', 'grpc-js (package.json)', 'grpc-go (rgserver/go.mod)']
  : [];
const versions = [...versionsOf(tools), 'autocannon (package.json)', ...ofCalls, ...chosen.map(({ name }) => name)];
console.log(`${new Date().toISOString().slice(0, 10)}; ${machine}; ${versions.join(', ')}.\n`);
console.log(out.join('\n\n'));
if (leftOut.length > 0) console.log(`\nleft out: ${leftOut.join(', ')}`);

async function measureClosed(kind) {
  const rows = [];
  const against = peers[kind].filter((name) => name === 'autocannon' || tools[name] !== undefined);
  for (const node of chosen) {
    for (const connections of [16, 64]) {
      const title = `${kind}, ${connections} connections, ${node.name}`;
      section(title);
      const load = { tools, peers: against, target, kind, connections, node, rounds, seconds, core: cores.client, say };
      rows.push({ title, floors: floors[kind], results: await closedLoop(load) });
    }
  }
  out.push(`### Closed loop, ${titles[kind]}`, closedLoopTable(rows));
}

async function measureCalls() {
  if (tools.rgserver === undefined) return void leftOut.push('gRPC (it needs rgserver)');
  const against = tools.ghz === undefined ? ['grpc-js'] : ['ghz', 'grpc-js'];
  const guide = await startRouteGuide({ rgserver: tools.rgserver, core: cores.target });
  const [sideBySide, costs] = [[], []];
  try {
    for (const node of chosen) {
      const how = { tools, core: cores.client, node: node.path, rounds, say };
      // A client keeps a small part of its core busy: in a short run most of what it takes would be its start.
      const load = { address: guide.address, concurrency: 50, connections: 4, seconds: 2 * seconds };
      for (const [kind, call] of Object.entries(calls)) {
        section(`gRPC, ${kind}, 50 in flight over 4 connections, ${node.name}`);
        const results = await compareCalls({ ...how, peers: against, load: { ...load, ...call } });
        const ofKind = call === calls.unary ? floors.unary : floors.streaming;
        sideBySide.push({ title: `${kind}, ${node.name}`, floors: ofKind, results });
      }
      section(`gRPC, CPU a call, ${node.name}`);
      costs.push({ title: node.name, result: await costByConcurrency({ ...how, load: { ...load, ...calls.unary } }) });
    }
  } finally {
    await guide.close();
  }
  out.push('### gRPC', callsTable(sideBySide), callCostTable(costs));
}

async function measurePaced() {
  const costs = [];
  const { url } = target;
  const length = flags.quick ? 5 : 20;
  for (const node of chosen) {
    for (const limit of [null, 0.2]) {
      const title = `${node.name}${limit === null ? '' : ', CPU limit 200m'}`;
      section(`500 requests a second, ${title}`);
      const result = await costOfPacing({
        url,
        node,
        rounds: flags.quick ? 2 : 5,
        seconds: length,
        core: null,
        cores: limit,
        say,
      });
      if (typeof result === 'string') leftOut.push(`CPU limit: ${result}`);
      costs.push({ title, result });
    }
  }
  out.push('### Paced load', costTable(costs));
  for (const node of chosen) {
    section(`asked and achieved, ${node.name}`);
    const rates = [50, 500, 1000, 2000, 5000];
    out.push(`${node.name}:`, await rateAccuracy({ url, node, rates, seconds: length, core: cores.client, say }));
    section(`bursts, ${node.name}`);
    const { most, stalls } = await bursts({ node, seconds: length, core: cores.client, say });
    out.push(
      `${node.name}, 50 requests a second: at most ${most} arrived within any 20 ms (≤ 2; ${stalls} stalls of the generator).`,
    );
  }
}

async function measureStartup() {
  const rows = [];
  for (const node of chosen) {
    section(`start-up, ${node.name}`);
    rows.push({
      title: node.name,
      result: await startup({ url: target.url, node, rounds: flags.quick ? 7 : 21, core: cores.client }),
    });
  }
  out.push('### Start-up', startupTable(rows));
}
