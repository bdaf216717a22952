// experiment.yaml stays readable whenever the process is killed, and small however many loops it holds.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import yaml from 'js-yaml';
import { iter8 } from '../bench/programs.mjs';

const mostBytes = 256 * 1024;
const names = ['get', 'put', 'list'];

export async function kills({ say, times = 100 }) {
  return inFolder(async (folder, url) => {
    const wrong = [];
    let read = 0;
    for (let i = 0; i < times; i++) {
      const child = spawn(process.execPath, [iter8, 'launch', ...threeEndpoints(url, 40, 100)], {
        cwd: folder,
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await sleep(Math.random() * 1200);
      child.kill('SIGKILL');
      await ended;
      if (!existsSync(path.join(folder, 'experiment.yaml'))) continue;
      read++;
      const { status, stderr } = spawnSync(process.execPath, [iter8, 'report', '-o', 'json'], { cwd: folder });
      if (status !== 0) wrong.push(`kill ${i + 1}: report ended with ${status}: ${stderr}`);
      if (i % 20 === 19) say(`${i + 1} kills, ${read} documents read`);
    }
    // What a killed run left behind does not keep the next one from running.
    const { status, stderr } = spawnSync(process.execPath, [iter8, 'launch', ...threeEndpoints(url, 5, 100)], {
      cwd: folder,
    });
    if (status !== 0) wrong.push(`the launch after the last kill ended with ${status}: ${stderr}`);
    return {
      ok: wrong.length === 0 && read > 0,
      says: [`${times} kills, ${read} documents read`, ...wrong].join('\n'),
    };
  });
}

export async function loops({ say, times = 1000 }) {
  return inFolder(async (folder, url) => {
    const file = path.join(folder, 'experiment.yaml');
    const run = (...args) => {
      const { status, stderr } = spawnSync(process.execPath, [iter8, ...args], { cwd: folder });
      if (status !== 0) throw new Error(`iter8 ${args[0]} ended with ${status}: ${stderr}`);
    };
    run('launch', ...threeEndpoints(url, 10, 0));
    for (let loop = 2; loop <= times; loop++) {
      run('run', '--reuseResult');
      if (loop % 100 === 0) say(`${loop} loops, ${statSync(file).size} bytes`);
    }
    const { size } = statSync(file);
    const { result } = yaml.load(readFileSync(file, 'utf8'));
    const says = `${result.numLoops} loops of ${names.length} endpoints, ${size} bytes (${mostBytes} allowed)`;
    return { ok: result.numLoops === times && size < mostBytes, says };
  });
}

function threeEndpoints(url, requests, qps) {
  const load = [
    `http.numRequests=${requests}`,
    `http.qps=${qps}`,
    ...names.map((name) => `http.endpoints.${name}.url=${url}`),
  ];
  const slos = names.map((name) => `assess.SLOs.upper.http-${name}/latency-p99=1000`);
  return ['tasks={http,assess}', ...load, ...slos].flatMap((value) => ['--set', value]);
}

async function inFolder(check) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-soak-'));
  const service = spawn(process.execPath, [iter8, 'sample', 'http', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const address = await new Promise((resolve) => service.stdout.once('data', resolve));
    return await check(folder, `${String(address).trim()}/get`);
  } finally {
    service.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
