// `make soak`: long runs. Flags: --only ten-million,ten-million-calls,accuracy,accuracy-calls,stall,kills,loops, --quick (a tenth of
// everything).
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { iter8 } from '../bench/programs.mjs';
import { findTools } from '../bench/tools.mjs';
import { accuracy, accuracyOfCalls, stall } from './accuracy.mjs';
import { kills, loops } from './durability.mjs';
import { tenMillion, tenMillionCalls } from './ten-million.mjs';

const { values: flags } = parseArgs({
  options: { only: { type: 'string', default: '' }, quick: { type: 'boolean', default: false } },
});
if (!existsSync(iter8)) {
  console.error('dist/iter8.js is missing: run `make build` first');
  process.exit(2);
}
const { tools } = findTools(['nginx', 'wrk', 'openssl', 'taskset', 'rgserver']);
const say = (line) => console.error(`  ${line}`);
const part = flags.quick ? 0.1 : 1;
const checks = {
  'ten-million': () => tenMillion({ nginx: tools.openssl && tools.nginx, say, total: 10_000_000 * part }),
  'ten-million-calls': () => tenMillionCalls({ rgserver: tools.rgserver, say, total: 10_000_000 * part }),
  accuracy: () => accuracy({ wrk: tools.taskset && tools.wrk, say }),
  'accuracy-calls': () => accuracyOfCalls({ taskset: tools.taskset, say }),
  stall: () => stall(),
  kills: () => kills({ say, times: 100 * part }),
  loops: () => loops({ say, times: 1000 * part }),
};
const chosen = flags.only === '' ? Object.keys(checks) : flags.only.split(',');
let [passed, failed] = [0, 0];
for (const name of chosen) {
  const check = checks[name];
  if (check === undefined) throw new Error(`no check ${name}: there are ${Object.keys(checks).join(', ')}`);
  console.error(`\n== ${name}`);
  const { ok, says, leftOut } = await check().catch((error) => ({ ok: false, says: error.stack }));
  if (leftOut !== undefined) console.log(`left out: ${leftOut}`);
  else console.log(`${ok ? 'ok    ' : 'BROKEN'}  ${name}: ${says}`);
  if (leftOut === undefined) ok ? passed++ : failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
