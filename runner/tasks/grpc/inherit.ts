// default < base < endpoint, applied here and nowhere else.
import { parseDuration } from '../../model/duration.ts';
import type { Rate } from '../common/rate.ts';
import { parseHost } from './host.ts';
import { onlyForGhz } from './idle.ts';
import { defaults, type EndpointInputs } from './inputs.ts';
import { type GrpcLevels, pickFrom, scheduleKind, usesTls } from './levels.ts';
import type { EndpointPlan } from './plan.ts';
import { callStages, rateStages, type Shape, within } from './shape.ts';
import { parseSize } from './size.ts';
import { dataOf, metadataOf, typesOf } from './sources.ts';

// Inputs that passed the check.
export function planEndpoint(levels: GrpcLevels): EndpointPlan {
  const { own, base, provider } = levels;
  const pick = pickFrom(levels);
  const length = lengthOf(own) ?? lengthOf(base) ?? { requests: defaults.total };
  const abortOn = { ...base.abortOn, ...own.abortOn };
  const rate = rateOf(levels, length);
  const maxDurationMs = maxDurationOf(pick('max-duration'), length);
  const parsed = parseHost(pick('host') ?? '');
  const { host, authority } = 'wrong' in parsed ? { host: '', authority: '' } : parsed;
  const tls = tlsOf(levels);
  return {
    provider,
    host,
    authority: pick('authority') ?? tls?.serverName ?? authority,
    tls,
    call: pick('call') ?? '',
    types: typesOf(levels),
    data: dataOf(levels),
    metadata: metadataOf(levels),
    templates: pick('disable-template-data') ? 'none' : pick('disable-template-functions') ? 'variables' : 'all',
    eachMessage: pick('stream-dynamic-messages') ?? false,
    stream: {
      count: pick('stream-call-count') ?? 0,
      intervalMs: msec(pick('stream-interval') ?? '0'),
      durationMs: msec(pick('stream-call-duration') ?? '0'),
    },
    connections: pick('connections') ?? defaults.connections,
    concurrency: concurrencyOf(levels, maxDurationMs),
    rate,
    maxDurationMs,
    timeoutMs: msec(pick('timeout') ?? defaults.timeout) || Number.POSITIVE_INFINITY,
    connectTimeoutMs: msec(pick('connect-timeout') ?? defaults['connect-timeout']),
    keepAliveMs: msec(pick('keepalive') ?? '0') || null,
    compress: pick('enable-compression') ?? false,
    mostReceiveBytes: bytes(pick('max-recv-message-size')),
    mostSendBytes: bytes(pick('max-send-message-size')),
    skipFirst: pick('skipFirst') ?? 0,
    countErrors: pick('count-errors') ?? true,
    atEnd: pick('duration-stop') ?? defaults['duration-stop'],
    abortOn:
      abortOn.errorRate === undefined
        ? null
        : { errorRate: abortOn.errorRate, forMs: msec(abortOn.for ?? defaults.abortFor) },
    percentiles: percentilesOf(base, own),
    about: aboutOf(pick('name'), { ...base.tags, ...own.tags }),
    onlyForGhz: onlyForGhz(levels),
  };
}

// The warm-up of an endpoint: the same requests at the rate and the concurrency of the start, and nothing that could
// end or fail it.
export function planWarmup(levels: GrpcLevels): EndpointPlan | null {
  const length = warmupLength(levels.own) ?? warmupLength(levels.base);
  if (length === null) return null;
  const plan = planEndpoint(levels);
  const [first] = plan.concurrency;
  const durationMs = 'durationMs' in length ? length.durationMs : null;
  return {
    ...plan,
    abortOn: null,
    skipFirst: 0,
    rate: {
      arrival: plan.rate.arrival,
      stages: [{ qps: plan.rate.stages[0]?.qps ?? 0, durationMs }],
      requests: 'requests' in length ? length.requests : null,
    },
    concurrency: [{ calls: first?.calls ?? defaults.concurrency, durationMs: Number.POSITIVE_INFINITY }],
    maxDurationMs: maxDurationOf(pickFrom(levels)('max-duration'), length),
  };
}

type Length = { requests: number } | { durationMs: number };

function lengthOf({ total, duration }: EndpointInputs): Length | null {
  if (duration !== undefined) return { durationMs: msec(duration) };
  return total === undefined ? null : { requests: total };
}

function warmupLength({ warmupNumRequests, warmupDuration }: EndpointInputs): Length | null {
  if (warmupNumRequests !== undefined) return { requests: warmupNumRequests };
  return warmupDuration === undefined ? null : { durationMs: msec(warmupDuration) };
}

function rateOf(levels: GrpcLevels, length: Length): Rate {
  const shape = shapeOf(levels, 'load');
  const lengthMs = 'durationMs' in length ? length.durationMs : Number.POSITIVE_INFINITY;
  const stages =
    shape === null ? [{ qps: pickFrom(levels)('rps') ?? defaults.rps, durationMs: null }] : rateStages(shape, lengthMs);
  return 'requests' in length
    ? { arrival: 'constant', stages, requests: length.requests }
    : { arrival: 'constant', stages: within(stages, lengthMs), requests: null };
}

function concurrencyOf(levels: GrpcLevels, lengthMs: number): EndpointPlan['concurrency'] {
  const shape = shapeOf(levels, 'concurrency');
  if (shape !== null) return callStages(shape, lengthMs);
  const calls = pickFrom(levels)('concurrency') ?? defaults.concurrency;
  return [{ calls, durationMs: Number.POSITIVE_INFINITY }];
}

export function shapeOf(levels: GrpcLevels, part: 'load' | 'concurrency'): Shape | null {
  const kind = scheduleKind(levels, part);
  if (kind === 'const') return null;
  const pick = pickFrom(levels);
  const longest = pick(`${part}-max-duration`);
  return {
    kind,
    start: pick(`${part}-start`) ?? defaults['concurrency-start'],
    step: pick(`${part}-step`) ?? 0,
    stepMs: kind === 'line' ? 1000 : msec(pick(`${part}-step-duration`) ?? '0'),
    end: pick(`${part}-end`),
    longestMs: longest === undefined ? undefined : msec(longest),
  };
}

// Asked for, it holds; otherwise what has a length of its own may take it.
function maxDurationOf(asked: string | undefined, length: Length): number {
  if (asked !== undefined) return msec(asked);
  return Math.max(msec(defaults['max-duration']), 'durationMs' in length ? length.durationMs : 0);
}

function tlsOf(levels: GrpcLevels): EndpointPlan['tls'] {
  if (!usesTls(levels)) return null;
  const pick = pickFrom(levels);
  const given = { ca: pick('cacert'), cert: pick('cert'), key: pick('key'), serverName: pick('cname') };
  const pems = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { insecure: pick('skipTLS') ?? false, ...pems };
}

function percentilesOf(base: EndpointInputs, own: EndpointInputs): number[] {
  const all = new Set([...defaults.percentiles, ...(base.percentiles ?? []), ...(own.percentiles ?? [])]);
  return [...all].sort((a, b) => a - b);
}

function aboutOf(name: string | undefined, tags: Record<string, string>): string {
  const words = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
  return [name ?? '', words.join(', ')].filter((part) => part !== '').join('; ');
}

function bytes(size: string | undefined): number {
  return size === undefined ? defaults['message-size'] : (parseSize(size) ?? defaults['message-size']);
}

// Durations passed the schema.
function msec(text: string): number {
  return parseDuration(text) ?? 0;
}
