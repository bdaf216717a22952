// Constant rates: what they cost, how late requests start, how exact the rate is, and whether they come in bursts.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limitCpu } from './cgroup.mjs';
import { metricOf, onlyLoad, runExperiment } from './programs.mjs';
import { median, table } from './stats.mjs';

export async function costOfPacing({ url, node, rounds, seconds, core, cores, say }) {
  const group = cores === null ? undefined : limitCpu(cores);
  if (typeof group === 'string') return group;
  const runs = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const before = group?.throttled() ?? 0;
      const inputs = { qps: 500, duration: `${seconds}s` };
      const { document, cpuSeconds } = await runExperiment(url, inputs, { core, node: node.path, cgroup: group?.path });
      const { stalls } = onlyLoad(document);
      const run = {
        cpu: cpuSeconds / seconds,
        lag: metricOf(document, 'lag-p99'),
        stalls: stalls.count,
        throttled: (group?.throttled() ?? 0) - before,
      };
      say(`${round + 1}/${rounds} ${JSON.stringify(run)}`);
      runs.push(run);
    }
  } finally {
    group?.close();
  }
  const of = (name) => median(runs.map((run) => run[name]));
  return { cpu: of('cpu'), lag: of('lag'), stalls: of('stalls') };
}

export function costTable(rows) {
  const heads = ['500 requests a second', 'CPU of a core (≤ 15 %)', 'p99 lag (≤ 2 ms)', 'stalls of the generator'];
  return table(
    heads,
    rows.map(({ title, result }) =>
      typeof result === 'string'
        ? [title, `left out: ${result}`, '', '']
        : [title, `${(result.cpu * 100).toFixed(1)} %`, `${result.lag.toFixed(2)} ms`, result.stalls],
    ),
  );
}

export async function rateAccuracy({ url, node, rates, seconds, core, say }) {
  const rows = [];
  for (const qps of rates) {
    const inputs = { qps, connections: 16, duration: `${seconds}s` };
    const { document } = await runExperiment(url, inputs, { core, node: node.path });
    const achieved = metricOf(document, 'qps-achieved');
    const off = achieved / qps - 1;
    const { stalls, dropped } = onlyLoad(document);
    say(`${qps} asked, ${achieved} achieved, ${dropped} dropped, ${JSON.stringify(stalls)}`);
    rows.push([
      qps,
      achieved.toFixed(2),
      `${(off * 100).toFixed(3)} %`,
      metricOf(document, 'lag-p99').toFixed(2),
      stalls.count,
    ]);
  }
  return table(['asked /s', 'achieved /s', 'off (≤ 0.5 %)', 'p99 lag ms', 'stalls'], rows);
}

// A target in a process of its own writes down when requests arrive.
export async function bursts({ node, seconds, core, say }) {
  const target = fork(fileURLToPath(new URL('arrivals.mjs', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = () => new Promise((resolve) => target.once('message', resolve));
  try {
    const { url } = await answer();
    const { document } = await runExperiment(url, { qps: 50, duration: `${seconds}s` }, { core, node: node.path });
    const times = answer();
    target.send('times');
    const most = mostWithin(await times, 20);
    const { stalls } = onlyLoad(document);
    say(`at most ${most} arrivals within 20 ms; ${stalls.count} stalls`);
    return { most, stalls: stalls.count };
  } finally {
    target.kill();
  }
}

function mostWithin(times, windowMs) {
  let [most, first] = [0, 0];
  times.forEach((time, i) => {
    while (time - times[first] >= windowMs) first++;
    most = Math.max(most, i - first + 1);
  });
  return most;
}
