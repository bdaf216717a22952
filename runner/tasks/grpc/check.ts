// What the schema cannot say of the inputs, all of it at once. Paths are within the task's inputs.
import type { Problem } from '../../model/errors.ts';
import { checkDuration, checkEachLevel, type Report } from '../common/check-endpoints.ts';
import { checkMetadata } from './check-metadata.ts';
import { checkWhole } from './check-whole.ts';
import type { EndpointInputs, GrpcInputs } from './inputs.ts';
import { groups, levelsOf, placeOf } from './levels.ts';
import { parseSize } from './size.ts';

const durations = {
  positive: [
    'duration',
    'max-duration',
    'connect-timeout',
    'load-step-duration',
    'load-max-duration',
    'concurrency-step-duration',
    'concurrency-max-duration',
    'warmupDuration',
  ],
  orZero: ['timeout', 'keepalive', 'stream-interval', 'stream-call-duration'],
} as const satisfies Record<string, readonly (keyof EndpointInputs)[]>;

export function check(inputs: GrpcInputs): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  const { endpoints = {}, warmup: _, ...base } = inputs;
  checkEachLevel(base, endpoints, report, checkLevel);
  const all = levelsOf(inputs);
  const idle = createIdle(all.length, report);
  for (const levels of all) {
    checkWhole(
      levels,
      (path, message) => report(placeOf(levels, path), message),
      (path, message) => idle(placeOf(levels, path), message),
    );
  }
  return once(problems);
}

// What is said for all endpoints is of no use where it is of use to none of them; their own inputs are each one's own.
function createIdle(endpoints: number, report: Report): Report {
  const found = new Map<string, number>();
  return (path, message) => {
    const count = (found.get(path) ?? 0) + 1;
    found.set(path, count);
    if (path.startsWith('endpoints.') || count === endpoints) report(path, message);
  };
}

// What is wrong for all endpoints is told once.
export function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values()];
}

// What one level says by itself.
function checkLevel(level: EndpointInputs, report: Report): void {
  checkDurations(level, report);
  for (const group of Object.values(groups)) {
    const [first, ...others] = group.filter((name) => level[name] !== undefined);
    for (const other of others) report(other, `${first} is given, too; keep one of them`);
  }
  for (const part of ['load', 'concurrency'] as const) {
    const plain = part === 'load' ? 'rps' : 'concurrency';
    const kind = level[`${part}-schedule`] ?? 'const';
    if (kind !== 'const' && level[plain] !== undefined) {
      report(plain, `${part}-schedule: ${kind} says it for all the time; leave one of them out`);
    }
  }
  for (const name of ['max-recv-message-size', 'max-send-message-size'] as const) {
    const size = level[name];
    if (size === undefined || (parseSize(size) ?? 0) > 0) continue;
    report(name, `${JSON.stringify(size)} is no size; give bytes, or a size such as 4MB or 4MiB`);
  }
  checkMetadata(level, report);
  checkRefused(level, report);
}

// What ghz has and this has not, with what to do instead.
function checkRefused({ async, 'lb-strategy': strategy }: EndpointInputs, report: Report): void {
  if (async === true) {
    report(
      'async',
      'not supported, and not needed: give rps, and requests are sent when they are due, whether or not others are answered, as long as concurrency allows; raise concurrency where that is to be no limit',
    );
  }
  if (strategy !== undefined && strategy !== 'round_robin') {
    report(
      'lb-strategy',
      `${strategy} is not supported: connections go to the addresses of host one after the other (round_robin), and stay there; leave it out, and raise connections to reach more addresses`,
    );
  }
}

function checkDurations(level: EndpointInputs, report: Report): void {
  for (const name of durations.positive) checkDuration(name, level[name], report);
  for (const name of durations.orZero) checkDuration(name, level[name], report, { zero: true });
  checkDuration('abortOn.for', level.abortOn?.for, report);
}
