// Runs a program to its end on a core of its own, and says what it printed and how much CPU it took, with all its
// threads and children.
import { spawn } from 'node:child_process';

const ticksPerSecond = 100; // of /proc/*/stat on every Linux

// The shell waits for the program, so that its own stat line holds what the program took.
const script = '"$@"; code=$?; cat /proc/$$/stat >&3; exit $code';

export function pinned(core, command) {
  const [first, ...rest] = core === null ? command : ['taskset', '-c', String(core), ...command];
  return [first, rest];
}

export async function measure(command, { core = null, cwd, env, cgroup, ok = (code) => code === 0 } = {}) {
  const [program, args] = pinned(core, command);
  const enter = cgroup === undefined ? '' : `echo $$ > ${cgroup}/cgroup.procs; `;
  const started = performance.now();
  const child = spawn('sh', ['-c', enter + script, 'sh', program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, stat, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    text(child.stdio[3]),
    new Promise((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ]);
  const seconds = (performance.now() - started) / 1000;
  if (!ok(code)) throw new Error(`${command.join(' ')}\nended with ${code}\n${stdout}\n${stderr}`);
  // Fields 16 and 17: user and system time of the children that were waited for; field 2 may hold spaces.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15);
  return { stdout, stderr, code, seconds, cpuSeconds: (Number(user) + Number(system)) / ticksPerSecond };
}

async function text(stream) {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}
