// Ten million requests, and as many gRPC calls, with the memory limit of a small pod: every one is counted, and memory
// stays where it was.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import yaml from 'js-yaml';
import { limitMemory } from '../bench/cgroup.mjs';
import { calls, startRouteGuide } from '../bench/grpc.mjs';
import { pinned } from '../bench/measure.mjs';
import { iter8, onlyLoad } from '../bench/programs.mjs';
import { median } from '../bench/stats.mjs';
import { startNginx } from '../bench/target.mjs';

const mostMiB = 110;
const mostGrowthMiB = 5;
const podMiB = 128;

export async function tenMillion({ nginx, say, total = 10_000_000 }) {
  if (nginx === undefined) return { leftOut: 'ten million requests (they need nginx)' };
  const target = await startNginx({ nginx, core: 0 });
  try {
    const before = await target.requests();
    const http = { url: target.url, qps: 0, connections: 64, numRequests: total };
    const { load, ...memory } = await runLimited({ tasks: ['http'], http }, say);
    const counted = (await target.requests()) - before - 1; // the question itself
    const { sent, answered, errors } = load;
    const exact = [counted, sent, answered].every((n) => n === total) && errors === 0;
    const counts = `${counted} at the target, ${sent} sent, ${answered} answered, ${errors} errors`;
    return { ok: exact && memory.isFlat, says: `${counts}; ${memory.says}` };
  } finally {
    await target.close();
  }
}

export async function tenMillionCalls({ rgserver, say, total = 10_000_000 }) {
  if (rgserver === undefined) return { leftOut: 'ten million gRPC calls (they need rgserver)' };
  const target = await startRouteGuide({ rgserver, core: 0 });
  try {
    const { method, data } = calls.unary;
    const call = { host: target.address, call: `routeguide.RouteGuide.${method}`, data };
    const grpc = { ...call, proto: path.resolve('examples/grpc-slo/route_guide.proto'), connections: 4, total };
    const { load, ...memory } = await runLimited({ tasks: ['grpc'], grpc }, say);
    const { sent, answered, errors, statuses } = load;
    const exact = [sent, answered, statuses.OK].every((n) => n === total) && errors === 0;
    const counts = `${sent} calls, ${answered} answered, ${statuses.OK} OK`;
    return { ok: exact && memory.isFlat, says: `${counts}; ${memory.says}` };
  } finally {
    await target.close();
  }
}

async function runLimited(values, say) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-soak-'));
  const pod = limitMemory(podMiB);
  if (typeof pod === 'string') say(`without a memory limit: ${pod}`);
  try {
    writeFileSync(path.join(folder, 'values.json'), JSON.stringify(values));
    const [command, args] = pinned(1, [process.execPath, iter8, 'launch', '-f', 'values.json']);
    const enter = pod.path === undefined ? '' : `echo $$ > ${pod.path}/cgroup.procs; `;
    const limited = ['-c', `${enter}exec "$@"`, 'sh', command, ...args];
    const samples = await memoryOf(spawn('sh', limited, { cwd: folder, stdio: 'ignore' }), say);
    const peak = pod.peakMiB?.();
    const quarter = Math.max(1, Math.floor(samples.length / 4));
    const [early, late] = [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))];
    const counted =
      peak === undefined ? '' : `; ${peak.toFixed(0)} MiB of a limit of ${podMiB} with all that the kernel counts`;
    return {
      load: onlyLoad(yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8'))),
      isFlat: late - early <= mostGrowthMiB && late <= mostMiB,
      says: `RSS ${early.toFixed(0)} MiB in the second quarter, ${late.toFixed(0)} MiB in the last, ${Math.max(...samples).toFixed(0)} MiB at most${counted}`,
    };
  } finally {
    pod.close?.();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function memoryOf(child, say) {
  const samples = [];
  const timer = setInterval(() => {
    const mib = residentMiB(child.pid);
    if (mib !== undefined) samples.push(mib);
    if (samples.length % 20 === 0) say(`RSS ${mib?.toFixed(1)} MiB`);
  }, 500);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`iter8 launch ended with ${code}`);
  return samples;
}

function residentMiB(pid) {
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
