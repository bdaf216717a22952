import { expand } from './expand.ts';
import type { GrpcInputs } from './inputs.ts';
import type { EndpointPlan, GrpcPlan } from './plan.ts';
import { proto, target } from './proto.fixture.ts';

const files = 'http://files.test';
const titles = (inputs: GrpcInputs) => expand({ ...target, ...inputs }).map(({ title }) => title);

function planOf(inputs: GrpcInputs): EndpointPlan {
  const plan = expand({ ...target, ...inputs }).at(-1)?.plan as GrpcPlan;
  const [endpoint] = plan.kind === 'download' ? [] : plan.endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return endpoint;
}

test('one endpoint is one step', () => {
  expect(titles({})).toEqual(['200 calls of Get on guide.test:50051']);
  expect(titles({ duration: '30s' })).toEqual(['calls for 30s of Get on guide.test:50051']);
  expect(titles({ endpoints: { a: {}, b: {} } })).toEqual(['call 2 endpoints']);
});

test('each address is downloaded once, in a step of its own: three for an interface and the data of two endpoints', () => {
  const steps = expand({
    host: target.host,
    protoURL: `${files}/guide.proto?token=canary`,
    metadataURL: `${files}/data/a.json`,
    endpoints: {
      a: { call: 'guide.Guide.Get', dataURL: `${files}/data/a.json` },
      b: { call: 'guide.Guide.List', binaryDataURL: `${files}/b.bin` },
    },
  });
  expect(steps.map(({ title, entry }) => [title, 'run' in entry ? entry.run : entry.task])).toEqual([
    ['download proto', `download ${files}/guide.proto`],
    ['download data', `download ${files}/data/a.json`],
    ['download data', `download ${files}/b.bin`],
    ['call 2 endpoints', 'grpc'],
  ]);
});

test('proto and protoset that are URLs are downloaded, too', () => {
  expect(titles({ proto: `${files}/guide.proto` })).toHaveLength(2);
  expect(titles({ protoset: `${files}/guide.bin` })).toHaveLength(2);
  expect(titles({ proto })).toHaveLength(1);
});

describe('the warm-up', () => {
  const inputs = { warmupNumRequests: 5, rps: 20, skipFirst: 3, abortOn: { errorRate: 0.1 } };

  test('is a step before, which the spec that is run again has once', () => {
    const steps = expand({ ...target, ...inputs });
    expect(steps.map(({ title }) => title)).toEqual(['warm up', '200 calls of Get on guide.test:50051']);
    const entries = steps.map(({ entry }) => ('with' in entry ? (entry.with as GrpcInputs) : {}));
    expect(entries.map(({ warmup, warmupNumRequests }) => [warmup, warmupNumRequests])).toEqual([
      [true, 5],
      [undefined, undefined],
    ]);
    expect(entries.flatMap((entry) => expand(entry)).map(({ title }) => title)).toEqual(
      steps.map(({ title }) => title),
    );
  });

  test('sends the same requests at the rate and concurrency of the start, and cannot fail', () => {
    const [step] = expand({
      ...target,
      ...inputs,
      'load-schedule': 'step',
      'load-start': 20,
      'load-step': 10,
      'load-step-duration': '5s',
      'concurrency-schedule': 'line',
      'concurrency-step': 1,
      'concurrency-start': 4,
    });
    const plan = step?.plan as { kind: string; endpoints: EndpointPlan[] };
    expect(plan).toMatchObject({
      kind: 'warmup',
      endpoints: [
        {
          call: target.call,
          abortOn: null,
          skipFirst: 0,
          rate: { stages: [{ qps: 20 }], requests: 5 },
          concurrency: [{ calls: 4 }],
        },
      ],
    });
  });
});

test('without a word from anybody these hold', () => {
  const { rate, concurrency, ...plan } = planOf({});
  expect(rate).toEqual({ arrival: 'constant', stages: [{ qps: 0, durationMs: null }], requests: 200 });
  expect(concurrency).toEqual([{ calls: 50, durationMs: Number.POSITIVE_INFINITY }]);
  expect(plan).toMatchObject({
    host: 'guide.test:50051',
    authority: 'guide.test:50051',
    tls: null,
    types: { kind: 'reflection' },
    data: { kind: 'none' },
    metadata: [],
    templates: 'all',
    connections: 1,
    timeoutMs: 20_000,
    connectTimeoutMs: 10_000,
    keepAliveMs: null,
    compress: false,
    skipFirst: 0,
    countErrors: true,
    atEnd: 'wait',
    maxDurationMs: 3_600_000,
    stream: { count: 0, intervalMs: 0, durationMs: 0 },
  });
});

test.each<[GrpcInputs, Partial<EndpointPlan> | object]>([
  [{ timeout: '0' }, { timeoutMs: Number.POSITIVE_INFINITY }],
  [{ duration: '5s', total: 10 }, { rate: { requests: null, stages: [{ qps: 0, durationMs: 5000 }] } }],
  [{ total: 10, endpoints: { a: { duration: '5s' } } }, { rate: { requests: null } }],
  [{ duration: '5s', endpoints: { a: { total: 10 } } }, { rate: { requests: 10 } }],
  [{ duration: '2h' }, { maxDurationMs: 7_200_000 }],
  [{ insecure: false }, { tls: { insecure: false } }],
  [{ skipTLS: true }, { tls: { insecure: true } }],
  [
    { cacert: 'ca.pem', cname: 'guide' },
    { tls: { insecure: false, ca: 'ca.pem', serverName: 'guide' }, authority: 'guide' },
  ],
  [{ authority: 'else', insecure: false, cname: 'guide' }, { authority: 'else' }],
  [{ 'disable-template-functions': true }, { templates: 'variables' }],
  [{ 'disable-template-functions': true, 'disable-template-data': true }, { templates: 'none' }],
  [{ 'max-recv-message-size': '4MB' }, { mostReceiveBytes: 4_000_000, mostSendBytes: 2 ** 31 - 1 }],
  [
    { keepalive: '30s', 'enable-compression': true, 'duration-stop': 'close' },
    { keepAliveMs: 30_000, compress: true, atEnd: 'close' },
  ],
  [{ protoset: 'a.bin', endpoints: { a: { proto: 'a.proto' } } }, { types: { kind: 'proto' } }],
  [{ data: { a: 1 }, endpoints: { a: { 'binary-file': 'b' } } }, { data: { kind: 'binary' } }],
  [
    { metadata: { a: '1' }, endpoints: { a: { 'metadata-file': 'm' } } },
    { metadata: [{ kind: 'map' }, { kind: 'source' }] },
  ],
  [
    { percentiles: [12.5], endpoints: { a: { percentiles: [99.99] } } },
    { percentiles: [12.5, 50, 75, 90, 95, 99, 99.9, 99.99] },
  ],
  [
    { 'load-schedule': 'line', 'load-start': 1, 'load-step': 1, endpoints: { a: { rps: 7 } } },
    { rate: { stages: [{ qps: 7 }] } },
  ],
  [
    { 'load-schedule': 'line', 'load-start': 10, 'load-step': 10, 'load-end': 50, duration: '10s' },
    {
      rate: {
        stages: [
          { qps: 10, toQps: 50, durationMs: 4000 },
          { qps: 50, durationMs: 6000 },
        ],
      },
    },
  ],
  [{ name: 'nightly', tags: { env: 'staging', run: '5' } }, { about: 'nightly; env=staging, run=5' }],
])('%j', (inputs, plan) => {
  expect(planOf(inputs)).toMatchObject(plan);
});
