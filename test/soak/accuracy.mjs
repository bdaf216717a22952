// What we say of a target that answers in 300 µs, next to what wrk says; and what we say of one that stood still.
import { fork, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runCalls } from '../bench/grpc.mjs';
import { measure, pinned } from '../bench/measure.mjs';
import { metricOf, runExperiment } from '../bench/programs.mjs';
import { median } from '../bench/stats.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const routeGuide = here('../../examples/grpc-slo/route_guide.proto');

export async function accuracy({ wrk, say }) {
  if (wrk === undefined) return { leftOut: 'accuracy (it needs wrk)' };
  const [command, args] = pinned(0, [process.execPath, here('accurate-target.mjs'), '300']);
  const target = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise((resolve) => createInterface({ input: target.stdout }).once('line', resolve));
    const url = `http://127.0.0.1:${port}/`;
    const [theirs, ours] = [[], []];
    for (let round = 0; round < 5; round++) {
      const { stdout } = await measure([wrk, '-t1', '-c1', '-d5s', '--latency', url], { core: 1 });
      theirs.push(microsOf(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout)));
      const { document } = await runExperiment(url, { qps: 0, connections: 1, duration: '5s' }, { core: 1 });
      ours.push(metricOf(document, 'latency-p50') * 1000);
      say(`p50: wrk ${theirs.at(-1)} µs, ours ${ours.at(-1)?.toFixed(1)} µs`);
    }
    const [them, us] = [median(theirs), median(ours)];
    const off = Math.abs(us - them);
    return { ok: off <= Math.max(20, 0.05 * them), says: `p50 wrk ${them} µs, ours ${us.toFixed(1)} µs` };
  } finally {
    target.kill();
  }
}

function microsOf([, value, unit]) {
  return Number(value) * { us: 1, ms: 1000, s: 1_000_000 }[unit];
}

// Of fifty calls 45 take 5 ms, four 20 ms and one 80 ms: each percentile lies in the midst of one of them.
const delaysMs = Array.from({ length: 50 }, (_, i) => (i === 25 ? 80 : i % 12 === 6 ? 20 : 5));
const truths = { p50: 5, p95: 20, p99: 80 };

export async function accuracyOfCalls({ taskset, say }) {
  if (taskset === undefined) return { leftOut: 'accuracy of calls (it needs taskset)' };
  const [command, args] = pinned(0, [
    process.execPath,
    here('../load/grpc-exact-target.mjs'),
    JSON.stringify(delaysMs),
  ]);
  const target = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const port = await new Promise((resolve) => target.once('message', resolve));
    const call = { host: `127.0.0.1:${port}`, call: 'routeguide.RouteGuide.GetFeature', data: {}, proto: routeGuide };
    const grpc = { ...call, rps: 200, total: 4000, concurrency: 40 };
    const off = { p50: [], p95: [], p99: [] };
    for (let round = 0; round < 3; round++) {
      const { document } = await runCalls(grpc, { core: 1, node: process.execPath });
      const values = document.details.current[0];
      for (const name of Object.keys(truths)) off[name].push(values[`grpc/latency/${name}`].value - truths[name]);
      say(
        Object.entries(off)
          .map(([name, list]) => `${name} ${list.at(-1).toFixed(2)} ms off`)
          .join(', '),
      );
    }
    const rows = Object.entries(off).map(([name, list]) => ({ name, truth: truths[name], by: median(list) }));
    return {
      ok: rows.every(({ truth, by }) => Math.abs(by) <= Math.max(0.3, 0.02 * truth)),
      says: rows.map(({ name, truth, by }) => `${name} ${(truth + by).toFixed(2)} ms, in truth ${truth} ms`).join('; '),
    };
  } finally {
    target.kill();
  }
}

export async function stall() {
  const behaviour = JSON.stringify({ stall: { afterMs: 10_000, forMs: 5000 } });
  const target = fork(here('../load/target.mjs'), [behaviour]);
  try {
    const port = await new Promise((resolve) => target.once('message', resolve));
    const { document } = await runExperiment(`http://127.0.0.1:${port}/`, { qps: 100, duration: '30s' });
    const p99 = metricOf(document, 'latency-p99');
    const service = metricOf(document, 'service-time-p99');
    const says = `100 requests a second for 30 s, a stall of 5 s: p99 ${p99} ms, service time p99 ${service} ms`;
    return { ok: p99 >= 4500, says };
  } finally {
    target.kill();
  }
}
