// What the schema cannot say of the inputs, all of it at once. Paths are within the task's inputs.
import type { Problem } from '../../model/errors.ts';
import { wrongInHttp2 } from '../../model/http-text.ts';
import { checkDuration, checkEachLevel, type Report } from '../common/check-endpoints.ts';
import { givesOneRate, type HttpLevels, isClosedLoop, levelsOf, urlOf } from './inherit.ts';
import { defaults, type EndpointInputs, type HttpInputs } from './inputs.ts';

export function check(inputs: HttpInputs): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  const { endpoints = {}, warmup: _, ...base } = inputs;
  checkEachLevel(base, endpoints, report, checkLevel);
  for (const levels of levelsOf(inputs)) {
    checkWhole(levels, (path, message) => report(levels.path + path, message));
  }
  return problems;
}

// What one level says by itself.
function checkLevel(level: EndpointInputs, report: Report): void {
  checkRequest(level, report);
  checkDurations(level, report);
  if (level.stages !== undefined && givesOneRate(level)) {
    report('stages', 'stages say the rate and the length of the whole load: leave out qps, numRequests and duration');
  }
  level.errorRanges?.forEach(({ lower, upper }, i) => {
    if (lower === undefined && upper === undefined) {
      report(`errorRanges[${i}]`, 'a range has a lower limit, an upper limit or both');
    } else if (lower !== undefined && upper !== undefined && lower > upper) {
      report(`errorRanges[${i}]`, `lower ${lower} is above upper ${upper}`);
    }
  });
}

function checkRequest({ method, headers = {} }: EndpointInputs, report: Report): void {
  if (method?.toUpperCase() === 'CONNECT') report('method', 'CONNECT opens tunnels and cannot be measured');
  const seen = new Map<string, string>();
  for (const name of Object.keys(headers)) {
    const path = `headers.${name}`;
    const lower = name.toLowerCase();
    if (lower === 'content-length' || lower === 'transfer-encoding') {
      report(path, 'leave it out: it is written as the payload needs it');
    }
    const before = seen.get(lower);
    if (before !== undefined) report(path, `the same header as ${before}: their names differ in case only`);
    seen.set(lower, name);
  }
}

function checkDurations(level: EndpointInputs, report: Report): void {
  const rows: [path: string, text: string | undefined][] = [
    ['duration', level.duration],
    ['maxDuration', level.maxDuration],
    ['timeout', level.timeout],
    ['connectTimeout', level.connectTimeout],
    ['warmupDuration', level.warmupDuration],
    ['abortOn.for', level.abortOn?.for],
    ...(level.stages ?? []).map(({ duration }, i): [string, string | undefined] => [`stages[${i}].duration`, duration]),
  ];
  for (const [path, text] of rows) checkDuration(path, text, report);
}

// What an endpoint is once it has inherited.
function checkWhole({ base, own, path }: HttpLevels, report: Report): void {
  if (urlOf(own, base) === undefined) {
    report(
      'url',
      path === '' ? 'missing: say where to send requests to' : 'missing: give it here, or url for all endpoints',
    );
  }
  if ((own.arrival ?? base.arrival) === 'poisson' && isClosedLoop(own, base)) {
    report('arrival', `poisson needs a rate: give qps above 0, or leave it out for ${defaults.qps}`);
  }
  if ((own.http2 ?? base.http2 ?? defaults.http2) !== 'false') {
    for (const [name, value] of Object.entries({ ...base.headers, ...own.headers })) {
      const wrong = wrongInHttp2(name, value);
      if (wrong !== undefined) report(`headers.${name}`, wrong);
    }
  }
  const abortOn = { ...base.abortOn, ...own.abortOn };
  if (own.abortOn ?? base.abortOn) {
    if (abortOn.errorRate === undefined)
      report('abortOn.errorRate', 'missing: say which fraction of errors is too much');
  }
  const tls = { ...base.tls, ...own.tls };
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    const [given, lacking] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    report(`tls.${lacking}`, `missing: tls.${given} is of no use without it`);
  }
}
