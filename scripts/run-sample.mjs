// `make run`, `make run-grpc`: a sample service on a free loopback port, a ready-made experiment against it, its report.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const [protocol = 'http'] = process.argv.slice(2);
const iter8 = path.resolve('dist/iter8.js');
const values = path.resolve(`examples/${protocol}-slo/values.yaml`);
const folder = path.resolve('.cache/run');
const target = (address) => (protocol === 'http' ? `http.url=${address}/get` : `grpc.host=${address}`);
mkdirSync(folder, { recursive: true });

const service = spawn(process.execPath, [iter8, 'sample', protocol, '--port', '0', '-l', 'warning'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const stop = () => service.kill();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
try {
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: service.stdout }).once('line', resolve);
    service.once('exit', (code) => reject(new Error(`the sample service ended with ${code}`)));
  });
  console.error(`\nTo watch it: cd ${path.relative('.', folder)} && node ../../dist/iter8.js watch`);
  process.exitCode = run('launch', '-f', values, '--set', target(address)) || run('report');
  console.log(
    `The experiment is in ${path.relative('.', folder)}/experiment.yaml; iter8 report and iter8 assert read it there.`,
  );
} finally {
  stop();
}

function run(...args) {
  console.error(
    `\n$ iter8 ${args.map((arg) => (path.relative('.', arg).length < arg.length && path.isAbsolute(arg) ? path.relative('.', arg) : arg)).join(' ')}`,
  );
  return spawnSync(process.execPath, [iter8, ...args], { cwd: folder, stdio: 'inherit' }).status ?? 1;
}
