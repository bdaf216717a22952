// default < base < endpoint, applied here and nowhere else.
import { parseDuration } from '../../model/duration.ts';
import { inputError } from '../../model/errors.ts';
import { type Levels, levelsIn } from '../common/endpoint-levels.ts';
import type { PemInputs } from '../common/pem.ts';
import type { Rate } from '../common/rate.ts';
import { defaults, type EndpointInputs, type HttpInputs } from './inputs.ts';
import type { EndpointPlan, Payload } from './plan.ts';

export type HttpLevels = Levels<EndpointInputs>;

export function levelsOf({ endpoints, warmup: _, ...base }: HttpInputs): HttpLevels[] {
  return levelsIn('http', base, {}, endpoints);
}

export function planEndpoint({ provider, base, own }: HttpLevels): EndpointPlan {
  const pick = <K extends keyof EndpointInputs>(name: K) => own[name] ?? base[name];
  const payload = payloadOf(own) ?? payloadOf(base);
  const hasContent = payload !== null || pick('contentType') !== undefined;
  const expect = { ...base.expect, ...own.expect };
  const abortOn = { ...base.abortOn, ...own.abortOn };
  const rate = rateOf(own, base);
  return {
    provider,
    url: urlOf(own, base) ?? '',
    method: (pick('method') ?? (hasContent ? 'POST' : 'GET')).toUpperCase(),
    http2: http2Of(pick('http2') ?? defaults.http2),
    headers: headersOf(own, base, payload !== null),
    payload,
    connections: pick('connections') ?? defaults.connections,
    maxRequestsPerConnection: pick('maxRequestsPerConnection') ?? defaults.maxRequestsPerConnection,
    timeoutMs: msec(pick('timeout') ?? defaults.timeout, 'timeout'),
    connectTimeoutMs: msec(pick('connectTimeout') ?? defaults.connectTimeout, 'connectTimeout'),
    tls: { insecure: defaults.insecure, ...base.tls, ...own.tls } satisfies PemInputs,
    followRedirects: pick('followRedirects') ?? defaults.followRedirects,
    errorRanges: errorRangesOf(pick('errorRanges'), expect.status !== undefined),
    expect,
    abortOn:
      abortOn.errorRate === undefined
        ? null
        : { errorRate: abortOn.errorRate, forMs: msec(abortOn.for ?? defaults.abortFor, 'abortOn.for') },
    rate,
    maxDurationMs: maxDurationOf(pick('maxDuration'), rate),
    percentiles: percentilesOf(base, own),
  };
}

// The warm-up of an endpoint: the same requests at the same rate, and nothing that could end or fail it.
export function planWarmup(levels: HttpLevels): EndpointPlan | null {
  const length = warmupLength(levels.own) ?? warmupLength(levels.base);
  if (length === null) return null;
  const plan = planEndpoint(levels);
  const qps = plan.rate.stages[0]?.qps ?? defaults.qps;
  const rate: Rate = { arrival: plan.rate.arrival, ...within(qps, length) };
  const { maxDuration } = { ...levels.base, ...levels.own };
  return { ...plan, abortOn: null, rate, maxDurationMs: maxDurationOf(maxDuration, rate) };
}

function http2Of(asked: 'true' | 'false' | 'auto'): EndpointPlan['http2'] {
  return asked === 'auto' ? asked : asked === 'true';
}

// An empty url is none: 0.13 wrote one where only the endpoints had theirs.
export function urlOf(own: EndpointInputs, base: EndpointInputs): string | undefined {
  return own.url || base.url || undefined;
}

// Stages and the inputs of a single rate exclude each other; what the endpoint says beats what it would inherit.
function rateOf(own: EndpointInputs, base: EndpointInputs): Rate {
  const arrival = own.arrival ?? base.arrival ?? defaults.arrival;
  const stages = stagesOf(own, base);
  if (stages !== undefined) {
    const asMsec = stages.map(({ qps = 0, duration = '' }) => ({ qps, durationMs: msec(duration, 'stages') }));
    return { arrival, stages: asMsec, requests: null };
  }
  return {
    arrival,
    ...within(qpsOf(own, base), ownLength(own) ?? ownLength(base) ?? { requests: defaults.numRequests }),
  };
}

export function isClosedLoop(own: EndpointInputs, base: EndpointInputs): boolean {
  return stagesOf(own, base) === undefined && qpsOf(own, base) === 0;
}

function stagesOf(own: EndpointInputs, base: EndpointInputs): EndpointInputs['stages'] {
  return own.stages ?? (givesOneRate(own) ? undefined : base.stages);
}

function qpsOf(own: EndpointInputs, base: EndpointInputs): number {
  return Math.max(0, own.qps ?? base.qps ?? defaults.qps);
}

export function givesOneRate(level: EndpointInputs): boolean {
  return level.qps !== undefined || level.numRequests !== undefined || level.duration !== undefined;
}

type Length = { requests: number } | { durationMs: number };

function ownLength({ numRequests, duration }: EndpointInputs): Length | null {
  if (numRequests !== undefined) return { requests: numRequests };
  return duration === undefined ? null : { durationMs: msec(duration, 'duration') };
}

function warmupLength({ warmupNumRequests, warmupDuration }: EndpointInputs): Length | null {
  if (warmupNumRequests !== undefined) return { requests: warmupNumRequests };
  return warmupDuration === undefined ? null : { durationMs: msec(warmupDuration, 'warmupDuration') };
}

function within(qps: number, length: Length): Omit<Rate, 'arrival'> {
  return 'requests' in length
    ? { stages: [{ qps, durationMs: null }], requests: length.requests }
    : { stages: [{ qps, durationMs: length.durationMs }], requests: null };
}

// Asked for, it holds; otherwise what has a length of its own may take it.
function maxDurationOf(asked: string | undefined, { requests, stages }: Rate): number {
  if (asked !== undefined) return msec(asked, 'maxDuration');
  const total = stages.reduce((sum, stage) => sum + (stage.durationMs ?? 0), 0);
  const usual = msec(defaults.maxDuration, 'maxDuration');
  return requests === null ? Math.max(usual, total) : usual;
}

function payloadOf({ payloadURL, payloadFile, payloadStr }: EndpointInputs): Payload | null {
  if (payloadURL !== undefined) return { key: scratchKey(payloadURL) };
  if (payloadFile !== undefined) return { file: payloadFile };
  return payloadStr === undefined ? null : { text: payloadStr };
}

export function payloadUrlOf({ own, base }: HttpLevels): string | undefined {
  return payloadOf(own) === null ? base.payloadURL : own.payloadURL;
}

export function scratchKey(url: string): string {
  return `http payload ${url}`;
}

// Name by name, whatever their case. At each level contentType is the Content-Type header, unless that is given itself.
function headersOf(own: EndpointInputs, base: EndpointInputs, hasPayload: boolean): [string, string][] {
  const merged = new Map<string, [string, string]>();
  const put = (name: string, value: string) => merged.set(name.toLowerCase(), [name, value]);
  put('User-Agent', 'iter8');
  put('Accept', '*/*');
  if (hasPayload) put('Content-Type', 'application/octet-stream');
  for (const { contentType, headers = {} } of [base, own]) {
    if (contentType !== undefined) put('Content-Type', contentType);
    for (const [name, value] of Object.entries(headers)) put(name, value);
  }
  return [...merged.values()];
}

// Statuses that are expected are no errors, unless errorRanges says so itself.
function errorRangesOf(asked: EndpointInputs['errorRanges'], expectsStatus: boolean): EndpointPlan['errorRanges'] {
  if (asked !== undefined) return asked;
  return expectsStatus ? [] : defaults.errorRanges.map((range) => ({ ...range }));
}

function percentilesOf(base: EndpointInputs, own: EndpointInputs): number[] {
  const all = new Set([...defaults.percentiles, ...(base.percentiles ?? []), ...(own.percentiles ?? [])]);
  return [...all].sort((a, b) => a - b);
}

function msec(text: string, path: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw inputError([{ path, message: `${JSON.stringify(text)} is no duration such as 30s` }]);
  return ms;
}
