// Ten million requests, with the memory limit of a small pod: the target counts every one, and memory stays where it was.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import yaml from 'js-yaml';
import { limitMemory } from '../bench/cgroup.mjs';
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
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-soak-'));
  const pod = limitMemory(podMiB);
  if (typeof pod === 'string') say(`without a memory limit: ${pod}`);
  try {
    const before = await target.requests();
    const inputs = { url: target.url, qps: 0, connections: 64, numRequests: total };
    const sets = Object.entries(inputs).flatMap(([name, value]) => ['--set', `http.${name}=${value}`]);
    const [command, args] = pinned(1, [process.execPath, iter8, 'launch', '--set', 'tasks={http}', ...sets]);
    const enter = pod.path === undefined ? '' : `echo $$ > ${pod.path}/cgroup.procs; `;
    const limited = ['-c', `${enter}exec "$@"`, 'sh', command, ...args];
    const samples = await memoryOf(spawn('sh', limited, { cwd: folder, stdio: 'ignore' }), say);
    const peak = pod.peakMiB?.();
    const counted = (await target.requests()) - before - 1; // the question itself
    const { sent, answered, errors } = onlyLoad(yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')));
    const quarter = Math.max(1, Math.floor(samples.length / 4));
    const [early, late] = [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))];
    const exact = [counted, sent, answered].every((n) => n === total) && errors === 0;
    return {
      ok: exact && late - early <= mostGrowthMiB && late <= mostMiB,
      says: `${counted} at the target, ${sent} sent, ${answered} answered, ${errors} errors; RSS ${early.toFixed(0)} MiB in the second quarter, ${late.toFixed(0)} MiB in the last, ${Math.max(...samples).toFixed(0)} MiB at most${peak === undefined ? '' : `; ${peak.toFixed(0)} MiB of a limit of ${podMiB} with all that the kernel counts`}`,
    };
  } finally {
    await target.close();
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
