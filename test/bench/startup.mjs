// How long the command line takes over an empty Node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure } from './measure.mjs';
import { iter8 } from './programs.mjs';
import { median, table } from './stats.mjs';

export async function startup({ url, node, rounds, core }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-startup-'));
  try {
    const endpoints = ['get', 'put', 'list'].flatMap((name) => ['--set', `http.endpoints.${name}.url=${url}`]);
    const load = [
      '--set',
      'tasks={http,assess}',
      '--set',
      'http.qps=500',
      '--set',
      'http.numRequests=200',
      ...endpoints,
    ];
    const slos = [
      '--set',
      'assess.SLOs.upper.http-get/latency-mean=50',
      '--set',
      'assess.SLOs.upper.http-put/error-count=0',
    ];
    await measure([node.path, iter8, 'launch', ...load, ...slos], { cwd: folder });
    const commands = { empty: ['-e', '0'], version: [iter8, 'version'], report: [iter8, 'report'] };
    const times = { empty: [], version: [], report: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, args] of Object.entries(commands)) {
        const { seconds } = await measure([node.path, ...args], { cwd: folder, core });
        times[name].push(seconds * 1000);
      }
    }
    const over = (name) => median(times[name].map((ms, i) => ms - times.empty[i]));
    return { empty: median(times.empty), version: over('version'), report: over('report') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function startupTable(rows) {
  const ms = (value) => `${value.toFixed(0)} ms`;
  return table(
    ['', '`node -e 0`', '`iter8 version`, over it (≤ 60 ms)', '`iter8 report` of 3 endpoints, over it (≤ 120 ms)'],
    rows.map(({ title, result }) => [title, ms(result.empty), ms(result.version), ms(result.report)]),
  );
}
