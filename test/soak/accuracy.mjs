// What we say of a target that answers in 300 µs, next to what wrk says; and what we say of one that stood still.
import { fork, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { measure, pinned } from '../bench/measure.mjs';
import { metricOf, runExperiment } from '../bench/programs.mjs';
import { median } from '../bench/stats.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

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
