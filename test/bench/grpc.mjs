// gRPC calls as fast as they go, against grpc-go on a core of its own: ours beside ghz and grpc-js, by the calls that a
// second of the client's CPU makes, and what a call costs as more of them are in flight.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import yaml from 'js-yaml';
import { measure, pinned } from './measure.mjs';
import { iter8, onlyLoad } from './programs.mjs';
import { band, mean, median, table, thousands } from './stats.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const proto = path.join(here, '../../examples/grpc-slo/route_guide.proto');
const point = { latitude: 407_500_000, longitude: -747_500_000 };
export const calls = {
  unary: { method: 'GetFeature', data: point },
  'server streaming, 64 messages': { method: 'ListFeatures', data: { lo: point, hi: point } },
};

export async function startRouteGuide({ rgserver, core }) {
  const [command, args] = pinned(core, [rgserver, '-bare', '127.0.0.1:0']);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GOMAXPROCS: '1' },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject).once('exit', (code) => reject(new Error(`rgserver ended with ${code}`)));
  });
  return {
    address,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

// Each takes {address, method, data, concurrency, connections, seconds}, and gives {requests, rate, cpuSeconds}.
function clients({ tools, core, node }) {
  return {
    iter8: async ({ address, method, data, concurrency, connections, seconds }) => {
      const call = `routeguide.RouteGuide.${method}`;
      const load = { concurrency, connections, duration: `${seconds}s` };
      const { document, cpuSeconds } = await runCalls({ host: address, call, proto, data, ...load }, { core, node });
      const { sent, errors, firstSend, lastSend } = onlyLoad(document);
      if (errors > 0) throw new Error(`iter8 counted ${errors} errors at ${address}`);
      return { requests: sent, rate: sent / ((lastSend - firstSend) / 1000), cpuSeconds };
    },
    ghz: async ({ address, method, data, concurrency, connections, seconds }) => {
      const call = ['--proto', proto, '--call', `routeguide.RouteGuide.${method}`, '-d', JSON.stringify(data)];
      const load = ['-c', `${concurrency}`, '--connections', `${connections}`, '-z', `${seconds}s`];
      const { stdout, cpuSeconds } = await measure(
        [tools.ghz, '--insecure', ...call, ...load, '--duration-stop', 'wait', '-O', 'json', address],
        { core },
      );
      const { count: requests, rps: rate, statusCodeDistribution } = JSON.parse(stdout);
      if (statusCodeDistribution.OK !== requests) throw new Error(`ghz: ${JSON.stringify(statusCodeDistribution)}`);
      return { requests, rate, cpuSeconds };
    },
    'grpc-js': async ({ address, method, data, concurrency, connections, seconds }) => {
      const args = [address, proto, method, JSON.stringify(data), concurrency, connections, seconds].map(String);
      const { stdout, cpuSeconds } = await measure([node, path.join(here, 'grpc-js.mjs'), ...args], { core });
      const { requests, seconds: took } = JSON.parse(stdout);
      return { requests, rate: requests / took, cpuSeconds };
    },
  };
}

export async function runCalls(inputs, options) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-bench-'));
  try {
    writeFileSync(path.join(folder, 'values.json'), JSON.stringify({ tasks: ['grpc'], grpc: inputs }));
    const command = [options.node, iter8, 'launch', '-f', 'values.json'];
    const ran = await measure(command, { core: options.core, cwd: folder });
    return { ...ran, document: yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const perCore = ({ requests, cpuSeconds }) => requests / cpuSeconds;

// Every peer runs twice a round, before and after ours: ours is compared with their mean, and the two with each other.
export async function compareCalls({ peers, load, rounds, say, ...how }) {
  const all = clients(how);
  const seen = new Map(['iter8', ...peers].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const turned = round % 2 === 0 ? peers : peers.toReversed();
    for (const name of [...turned, 'iter8', ...turned.toReversed()]) {
      const result = await all[name](load);
      seen.get(name)[round] = [...(seen.get(name)[round] ?? []), result];
      say(`${round + 1}/${rounds} ${name} ${thousands(result.rate)}/s, ${thousands(perCore(result))} a core-second`);
    }
  }
  const ours = seen.get('iter8');
  const of = (runs, value) => median(runs.map((round) => mean(round.map(value))));
  return peers.map((peer) => {
    const theirs = seen.get(peer);
    return {
      peer,
      rates: [of(ours, ({ rate }) => rate), of(theirs, ({ rate }) => rate)],
      perCore: [of(ours, perCore), of(theirs, perCore)],
      ratios: ours.map((round, i) => mean(round.map(perCore)) / mean(theirs[i].map(perCore))),
      self: theirs.map(([first, second]) => perCore(first) / perCore(second)),
    };
  });
}

// rows: {title, floors, results}
export function callsTable(rows) {
  const heads = [
    '',
    'peer',
    'ours /s',
    'peer /s',
    'ours a core-second',
    'peer a core-second',
    'ours ÷ peer',
    'A/A',
    'floor',
  ];
  return table(
    heads,
    rows.flatMap(({ title, floors, results }) =>
      results.map(({ peer, rates, perCore, ratios, self }) => {
        const ratio = median(ratios);
        const holds = floors[peer] === undefined || ratio >= floors[peer];
        const shown = holds ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`;
        return [title, peer, ...rates.map(thousands), ...perCore.map(thousands), shown, band(self), floors[peer] ?? ''];
      }),
    ),
  );
}

export const concurrencies = [10, 50, 200, 500];

// Up the steps in one round and down in the next; what each costs a call, in µs of CPU.
export async function costByConcurrency({ load, rounds, say, ...how }) {
  const { iter8: run } = clients(how);
  const seen = new Map(concurrencies.map((concurrency) => [concurrency, []]));
  for (let round = 0; round < rounds; round++) {
    for (const concurrency of round % 2 === 0 ? concurrencies : concurrencies.toReversed()) {
      const result = await run({ ...load, concurrency });
      seen.get(concurrency).push(result);
      say(`${round + 1}/${rounds} ${concurrency} in flight: ${(1e6 / perCore(result)).toFixed(1)} µs a call`);
    }
  }
  return [...seen].map(([concurrency, runs]) => ({
    concurrency,
    rate: median(runs.map(({ rate }) => rate)),
    micros: median(runs.map((run) => 1e6 / perCore(run))),
    spread: runs.map((run) => 1e6 / perCore(run)),
  }));
}

// rows: {title, result}
export function costTable(rows) {
  return table(
    ['', 'in flight', 'calls /s', 'CPU a call, µs', 'least to greatest', '÷ that of 10 (≤ 1)'],
    rows.flatMap(({ title, result }) =>
      result.map(({ concurrency, rate, micros, spread }) => {
        const ratio = micros / result[0].micros;
        const shown = ratio.toFixed(2);
        return [
          title,
          concurrency,
          thousands(rate),
          micros.toFixed(1),
          band(spread),
          Number(shown) <= 1 ? shown : `**${shown}**`,
        ];
      }),
    ),
  );
}
