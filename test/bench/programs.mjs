// The load generators that are compared: how each is told to send as fast as it can, and where it says what it did.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import yaml from 'js-yaml';
import { measure } from './measure.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const iter8 = path.join(root, 'dist/iter8.js');

// load: {url, connections, seconds, ca?, http2?}: one request at a time on each connection, with HTTP/2 too. Gives {requests, rate, cpuSeconds}.
export function programs({ tools, core, node = process.execPath }) {
  const run = (command) => measure(command, { core });
  return {
    iter8: async ({ url, connections, seconds, ca, http2 = false }) => {
      const tls = ca === undefined ? {} : { 'tls.ca': ca };
      const load = { qps: 0, connections, duration: `${seconds}s`, http2, ...tls };
      const { document, cpuSeconds } = await runExperiment(url, load, { core, node });
      const { sent, errors, firstSend, lastSend } = onlyLoad(document);
      if (errors > 0) throw new Error(`iter8 counted ${errors} errors at ${url}`);
      return { requests: sent, rate: sent / ((lastSend - firstSend) / 1000), cpuSeconds };
    },
    wrk: async ({ url, connections, seconds }) => {
      const { stdout, cpuSeconds } = await run([tools.wrk, '-t1', `-c${connections}`, `-d${seconds}s`, url]);
      const requests = Number(/(\d+) requests in/.exec(stdout)?.[1]);
      const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
      return checked({ requests, rate, cpuSeconds }, stdout);
    },
    h2load: async ({ url, connections, seconds }) => {
      const { stdout, cpuSeconds } = await run([tools.h2load, '-m1', '-t1', `-c${connections}`, `-D${seconds}`, url]);
      const requests = Number(/(\d+) succeeded/.exec(stdout)?.[1]);
      const rate = Number(/, ([\d.]+) req\/s/.exec(stdout)?.[1]);
      return checked({ requests, rate, cpuSeconds }, stdout);
    },
    fortio: async ({ url, connections, seconds, ca, http2 = false }) => {
      // Its fast client has no HTTP/2.
      const tls = [...(ca === undefined ? [] : ['-cacert', ca]), ...(http2 ? ['-h2', '-stdclient'] : [])];
      const load = ['-qps', '0', '-c', String(connections), '-t', `${seconds}s`, '-loglevel', 'Error', ...tls];
      const { stdout, stderr, cpuSeconds } = await run([tools.fortio, 'load', ...load, '-json', '-', url]);
      const { ActualQPS: rate, DurationHistogram, RetCodes } = JSON.parse(stdout.slice(stdout.indexOf('{')));
      if (RetCodes['200'] !== DurationHistogram.Count) throw new Error(`fortio saw ${JSON.stringify(RetCodes)}`);
      return checked({ requests: DurationHistogram.Count, rate, cpuSeconds }, stderr);
    },
    autocannon: async ({ url, connections, seconds }) => {
      const script = path.join(root, 'node_modules/autocannon/autocannon.js');
      const load = ['--json', '--no-progress', '-c', String(connections), '-d', String(seconds)];
      const { stdout, cpuSeconds } = await run([node, script, ...load, url]);
      const { requests, duration } = JSON.parse(stdout.slice(stdout.indexOf('{')));
      return checked({ requests: requests.total, rate: requests.total / duration, cpuSeconds }, stdout);
    },
  };
}

// One http task through the public command line, in a folder of its own.
export async function runExperiment(url, inputs, { core = null, node = process.execPath, cgroup, ok } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-bench-'));
  try {
    const sets = Object.entries({ url, ...inputs }).flatMap(([name, value]) => ['--set', `http.${name}=${value}`]);
    const command = [node, iter8, 'launch', '--set', 'tasks={http}', ...sets];
    const ran = await measure(command, { core, cwd: folder, cgroup, ok });
    return { ...ran, document: yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function onlyLoad(document) {
  const [load] = document.details.loads;
  if (load === undefined) throw new Error('the result holds no load');
  return load;
}

// Metrics of the result by name, without the provider: latency-p50, lag-p99, …
export function metricOf(document, name) {
  return document.details.current[0]?.[`http/${name}`]?.value;
}

function checked(result, output) {
  if (!(result.requests > 0) || !(result.rate > 0)) throw new Error(`no result in:\n${output}`);
  return result;
}
