// What is wrong with an endpoint once it has inherited.
import { hasReference } from '../../model/secret-reference.ts';
import { readCallName } from '../../proto/call-name.ts';
import type { Report } from '../common/check-endpoints.ts';
import { parseHost } from './host.ts';
import { shapeOf } from './inherit.ts';
import { defaults } from './inputs.ts';
import { type GrpcLevels, giverOf, groups, pickFrom, scheduleKind, shapeInputs, usesTls } from './levels.ts';
import { typesOf } from './sources.ts';

// `idle` takes what is of no use to this endpoint: what was said for all may be of use to another one.
export function checkWhole(levels: GrpcLevels, report: Report, idle: Report): void {
  checkTarget(levels, report);
  checkTls(levels, report, idle);
  checkTypes(levels, idle);
  checkShape(levels, 'load', report, idle);
  checkShape(levels, 'concurrency', report, idle);
  checkCounts(levels, report);
}

function checkTarget(levels: GrpcLevels, report: Report): void {
  const pick = pickFrom(levels);
  const [host, call] = [pick('host') ?? '', pick('call') ?? ''];
  const where = levels.path === '' ? '' : ', here or for all endpoints';
  if (host === '') report('host', `missing: say where the service listens${where}, as in name:50051`);
  else if (!hasReference(host)) {
    const parsed = parseHost(host);
    if ('wrong' in parsed) report('host', parsed.wrong);
  }
  if (call === '') report('call', `missing: say which method to call${where}, as in package.Service.Method`);
  else if (!hasReference(call)) {
    const name = readCallName(call);
    if ('wrong' in name) report('call', name.wrong);
  }
  for (const name of ['authority', 'cname'] as const) {
    const given = pick(name) ?? '';
    if (/[^\x21-\x7e]/.test(given) && !hasReference(given)) {
      report(name, `${JSON.stringify(given)} is no name of a server: it has letters, digits and signs of ASCII only`);
    }
  }
}

function checkTls(levels: GrpcLevels, report: Report, idle: Report): void {
  const pick = pickFrom(levels);
  const given = (['cacert', 'cert', 'key', 'cname'] as const).filter((name) => pick(name) !== undefined);
  if (pick('skipTLS') === true && pick('insecure') === true) {
    report('insecure', 'true is plain text, which has no certificate for skipTLS to skip; leave one of them out');
  }
  if (usesTls(levels)) {
    if (pick('cert') !== undefined && pick('key') === undefined) report('key', 'missing: cert is of no use without it');
    if (pick('key') !== undefined && pick('cert') === undefined) report('cert', 'missing: key is of no use without it');
    return;
  }
  for (const name of given) {
    idle(name, 'of no use in plain text: set insecure to false for TLS, or leave it out');
  }
}

function checkTypes(levels: GrpcLevels, idle: Report): void {
  const pick = pickFrom(levels);
  const types = typesOf(levels);
  const [given] = groups.types.filter((name) => giverOf(levels, groups.types)?.[name] !== undefined);
  if (types.kind !== 'reflection' && pick('reflect-metadata') !== undefined) {
    idle('reflect-metadata', `of no use: the server is not asked, as ${given} is given`);
  }
  const isFile = types.kind === 'proto' && 'file' in types.from;
  if (!isFile && (pick('import-paths') ?? []).length > 0) {
    idle('import-paths', 'of no use: it goes with a proto that is a file');
  }
}

function checkShape(levels: GrpcLevels, part: 'load' | 'concurrency', report: Report, idle: Report): void {
  const pick = pickFrom(levels);
  const kind = scheduleKind(levels, part);
  if (kind === 'const') {
    const { own, base } = levels;
    // A rate of the endpoint's own leaves the rest of an inherited schedule without use, as it should.
    const isOpen = (base[`${part}-schedule`] ?? 'const') === 'const';
    const stray = shapeInputs[part].find((name) => own[name] !== undefined || (isOpen && base[name] !== undefined));
    if (stray !== undefined) idle(stray, `of no use without ${part}-schedule: step or line`);
    return;
  }
  const { start, step, end } = shapeOf(levels, part) ?? { start: 0, step: 0, end: undefined };
  if (part === 'load' && pick('load-start') === undefined) report('load-start', 'missing: the rate to start with');
  if (step === 0) report(`${part}-step`, `missing: by how much it changes${kind === 'line' ? ' in a second' : ''}`);
  if (kind === 'step' && pick(`${part}-step-duration`) === undefined) {
    report(`${part}-step-duration`, 'missing: how long a step lasts');
  }
  if (end === undefined || step === 0) return;
  if (end === start) report(`${part}-end`, `it starts at ${start} already`);
  else if (end > start !== step > 0) {
    report(`${part}-step`, `${step} leads away from ${part}-end ${end}; it starts at ${start}`);
  }
}

function checkCounts(levels: GrpcLevels, report: Report): void {
  const pick = pickFrom(levels);
  const connections = pick('connections') ?? defaults.connections;
  const kind = scheduleKind(levels, 'concurrency');
  const shape = shapeOf(levels, 'concurrency');
  const most =
    shape === null ? (pick('concurrency') ?? defaults.concurrency) : Math.max(shape.start, shape.end ?? 20_000);
  if (connections > most) {
    const what = kind === 'const' ? 'concurrency' : 'the concurrency-schedule';
    report('connections', `${connections} connections cannot all be used by ${most} requests at a time; raise ${what}`);
  }
  const total = levels.own.total ?? (levels.own.duration === undefined ? levels.base.total : undefined);
  const skip = pick('skipFirst') ?? 0;
  const byTime = levels.own.duration ?? (levels.own.total === undefined ? levels.base.duration : undefined);
  if (byTime === undefined && skip >= (total ?? defaults.total) && skip > 0) {
    report('skipFirst', `nothing would be left of a total of ${total ?? defaults.total}`);
  }
  const abortOn = { ...levels.base.abortOn, ...levels.own.abortOn };
  if ((levels.own.abortOn ?? levels.base.abortOn) && abortOn.errorRate === undefined) {
    report('abortOn.errorRate', 'missing: say which fraction of errors is too much');
  }
}
