import { Iter8Error } from '../../model/errors.ts';
import { referenceTo } from '../../model/secret-reference.ts';
import type { Capabilities, GrpcLoad } from '../../model/task.ts';
import { describeTexts } from '../../proto/describe-texts.ts';
import { loadWith, times } from '../common/loads.fixture.ts';
import { type Engine, runWith } from '../common/run.fixture.ts';
import { expand } from './expand.ts';
import type { GrpcInputs } from './inputs.ts';
import { filesOf, proto, target } from './proto.fixture.ts';
import { run } from './run.ts';

const healthy: Engine<GrpcLoad> = async () => ({ measurement: loadWith(times(200, 2), { statuses: { OK: 200 } }) });
const files = 'http://files.test';

function runGrpc(inputs: GrpcInputs, more: Partial<Capabilities> = {}, engine = healthy) {
  return runWith({ expand, run }, { ...target, ...inputs }, engine, more);
}

async function requestOf(inputs: GrpcInputs, more: Partial<Capabilities> = {}): Promise<GrpcLoad> {
  const { requests, error } = await runGrpc(inputs, more);
  const [request] = requests;
  if (request === undefined) throw error;
  return request;
}

const bytesOf = (request: GrpcLoad) =>
  request.messages.kind === 'encoded' ? request.messages.messages.map((message) => [...message]) : [];
const encode = (text: string) => new TextEncoder().encode(text);

describe('a request', () => {
  test('carries everything that was decided', async () => {
    const request = await requestOf({
      proto,
      data: { latitude: 1 },
      metadata: { Authorization: 'Bearer x' },
      total: 10,
      rps: 5,
      duration: '2s',
      connections: 2,
      concurrency: 8,
      timeout: '3s',
      authority: 'else',
      skipFirst: 1,
    });
    expect(request).toMatchObject({
      protocol: 'grpc',
      host: 'guide.test:50051',
      authority: 'else',
      tls: null,
      path: '/guide.Guide/Get',
      streams: { client: false, server: false },
      metadata: [['authorization', 'Bearer x']],
      templates: 'all',
      connections: 2,
      concurrency: [{ calls: 8, durationMs: Number.POSITIVE_INFINITY }],
      timeoutMs: 3000,
      skipFirst: 1,
      schedule: { stages: [{ qps: 5, durationMs: 2000 }], requests: null },
    });
    expect(bytesOf(request)).toEqual([[8, 1]]);
    expect(request).not.toHaveProperty('onlyOkIsTimed');
  });

  test.each<[string, GrpcInputs, number[][]]>([
    ['none', {}, [[]]],
    ['a map', { data: { latitude: 1 } }, [[8, 1]]],
    [
      'a list',
      { data: [{ latitude: 1 }, { longitude: 2 }] },
      [
        [8, 1],
        [16, 2],
      ],
    ],
    ['JSON text', { data: '{"latitude": "1"}' }, [[8, 1]]],
    ['a file', { 'data-file': 'data.json' }, [[8, 7]]],
    ['a file of bytes', { 'binary-file': 'data.bin' }, [[8, 1]]],
  ])('sends data given as %s', async (_, inputs, bytes) => {
    const given = filesOf({ 'data.json': '{"latitude": 7}', 'data.bin': '\b\x01' });
    expect(bytesOf(await requestOf({ proto, ...inputs }, { files: given }))).toEqual(bytes);
  });

  test('has templates for the worker to render', async () => {
    const request = await requestOf({
      proto,
      data: '{"latitude": {{.RequestNumber}}}',
      metadata: '{"x-id": "{{.UUID}}"}',
      'stream-dynamic-messages': true,
    });
    expect(request.messages).toMatchObject({ kind: 'template', type: 'guide.Point', eachMessage: true });
    expect(request.metadata).toEqual([['x-id', '{{.UUID}}']]);
  });

  test('has metadata of all levels, that of the endpoint last', async () => {
    const endpoints = { a: { 'metadata-file': 'own.json' } };
    const given = filesOf({ 'own.json': '{"B": "own", "c": 3}' });
    const request = await requestOf({ proto, metadata: { a: 'base', b: 'base' }, endpoints }, { files: given });
    expect(request.metadata).toEqual([
      ['a', 'base'],
      ['b', 'own'],
      ['c', '3'],
    ]);
  });

  test('leaves errors without a latency where they do not count', async () => {
    expect(await requestOf({ proto, 'count-errors': false })).toMatchObject({ onlyOkIsTimed: true });
  });
});

test('what was downloaded is what is used', async () => {
  const contents: Record<string, string> = {
    [`${files}/guide.proto`]: proto,
    [`${files}/data.json`]: '{"latitude": 3}',
    [`${files}/metadata.json`]: '{"a": "b"}',
  };
  const asked: string[] = [];
  const download = async (url: string) => {
    asked.push(url);
    return encode(contents[url] ?? '');
  };
  const request = await requestOf(
    { protoURL: `${files}/guide.proto`, dataURL: `${files}/data.json`, metadataURL: `${files}/metadata.json` },
    { download },
  );
  expect(asked).toEqual(Object.keys(contents));
  expect(bytesOf(request)).toEqual([[8, 3]]);
  expect(request.metadata).toEqual([['a', 'b']]);
});

describe('without an interface the server is asked', () => {
  const described = async () => {
    const { value } = await describeTexts([{ name: 'guide.proto', text: proto }], {
      folders: [],
      read: async () => undefined,
    });
    return value?.bytes() ?? new Uint8Array();
  };

  test('once for all endpoints, with the metadata for that', async () => {
    const asked: unknown[] = [];
    const reflect: Capabilities['reflect'] = async (server, symbol) => {
      asked.push([server, symbol]);
      return described();
    };
    const endpoints = { a: {}, b: { call: 'guide.Guide/List' }, c: { call: '/guide.Guide/Record' } };
    const { requests, error } = await runGrpc({ 'reflect-metadata': { Token: 'x' }, endpoints }, { reflect });
    expect(error).toBeUndefined();
    expect(requests.map(({ path }) => path)).toEqual(['/guide.Guide/Get', '/guide.Guide/List', '/guide.Guide/Record']);
    const server = {
      host: 'guide.test:50051',
      authority: 'guide.test:50051',
      tls: null,
      metadata: [['token', 'x']],
      connectTimeoutMs: 10_000,
    };
    expect(asked).toEqual([[server, 'guide.Guide']]);
  });

  test('and a call that it does not have fails the step', async () => {
    const { error } = await runGrpc({ call: 'guide.Guide.Gett' }, { reflect: described });
    expect(error).toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining('grpc.call: guide.Guide has no method Gett'),
    });
  });
});

describe('data that a secret fills in', () => {
  const secretly = (data: unknown, resolved: unknown, engine = healthy) =>
    runWith(
      {
        expand: (inputs: GrpcInputs) =>
          expand(inputs).map((step) => ({ ...step, plan: filledIn(step.plan, resolved) })),
        run,
      },
      { ...target, proto, data },
      engine,
    );
  const filledIn = (plan: unknown, resolved: unknown) =>
    JSON.parse(JSON.stringify(plan), (key, value) => (key === 'value' ? resolved : value));

  test('is in no problem, not in parts either', async () => {
    for (const text of ['{"latitude": "canary"}', '{"canary": 1}', '{canary', '{"latitude": {{canary}}}']) {
      const { error } = await secretly(referenceTo('data'), text);
      expect(error).toMatchObject({
        code: 'INPUT',
        message: expect.stringMatching(/grpc\.data: what is given with secrets \(not shown\) does not fit/),
      });
      expect(JSON.stringify([error, String(error)])).not.toContain('canary');
    }
  });

  test('is told with its place where that is none of the secret', async () => {
    const { error } = await secretly({ latitude: referenceTo('data') }, { latitude: `canary${'x'.repeat(80)}` });
    expect(String(error)).toContain('grpc.data.latitude: what is given with secrets');
    expect(String(error)).not.toContain('canary');
  });

  test('is in no problem that shows while the load runs', async () => {
    const unfit = async () => {
      const problems = [{ path: 'data.latitude', message: 'canary' }];
      throw new Iter8Error('INPUT', 'the data of call 7 does not fit: data.latitude: canary', { problems });
    };
    const { error } = await secretly(referenceTo('data'), '{}', unfit);
    expect(String(error)).toContain('data: what is given with secrets');
    expect(String(error)).not.toContain('canary');
  });
});

test('what is wrong with several endpoints is told on a line for each', async () => {
  const endpoints = { a: { dataURL: `${files}/d` }, b: { dataURL: `${files}/d` }, c: {} };
  const { error } = await runGrpc({ proto, endpoints }, { download: async () => encode('{"lat": 1}') });
  const problem = 'guide.Point has no such field; known are latitude, longitude';
  expect(error).toMatchObject({
    message: `grpc-a: grpc.endpoints.a.dataURL.lat: ${problem}; grpc-b: grpc.endpoints.b.dataURL.lat: ${problem}`,
  });
});

describe('what is wrong with downloads', () => {
  test('is told with the path of the input, as before a run', async () => {
    const download = async () => encode('{"lat": 1}');
    const { error, requests } = await runGrpc({ proto, endpoints: { a: { dataURL: `${files}/d` } } }, { download });
    expect(requests).toEqual([]);
    expect(error).toMatchObject({ code: 'INPUT', message: expect.stringContaining('grpc.endpoints.a.dataURL.lat:') });
  });

  test('names the page that is no .proto where its address has no name for it', async () => {
    const { error } = await runGrpc({ protoURL: `${files}/` }, { download: async () => encode('<html>') });
    expect(error).toMatchObject({ message: expect.stringContaining('grpc.protoURL: the page: this is HTML or XML') });
  });

  test('names the input that has the address', async () => {
    const { error } = await runGrpc({ proto: `${files}/a.proto` }, { download: async () => encode('<html>') });
    expect(error).toMatchObject({ message: expect.stringContaining('grpc.proto: a.proto: this is HTML or XML') });
  });

  test('skips no other endpoint', async () => {
    const endpoints = { a: { 'data-file': 'gone' }, b: {} };
    const { measurements, error } = await runGrpc({ proto, endpoints });
    expect(measurements.map(({ provider }) => provider)).toEqual(['grpc-b']);
    expect(error).toMatchObject({ code: 'FILE_READ', message: 'grpc-a: data-file: gone is not there' });
  });
});

test('a measurement says what was called, and holds nothing of metadata or keys', async () => {
  const { measurements, notes, logged } = await runGrpc({
    proto,
    metadata: { token: 'canary' },
    'count-errors': false,
    key: '-----BEGIN PRIVATE KEY-----canary',
    cert: '-----BEGIN CERTIFICATE-----',
  });
  expect(measurements).toMatchObject([
    {
      provider: 'grpc',
      target: 'guide.test:50051/guide.Guide/Get',
      asked: { qps: 0, connections: 1, requests: 200 },
      reading: { percentiles: [50, 75, 90, 95, 99, 99.9], arrival: 'constant', countErrors: false },
    },
  ]);
  expect(JSON.stringify([measurements, notes, logged])).not.toContain('canary');
});

test('a schedule that ends by its total asks for the mean rate until then', async () => {
  const { measurements } = await runGrpc({
    proto,
    'load-schedule': 'step',
    'load-start': 10,
    'load-step': 10,
    'load-step-duration': '1s',
    'load-end': 30,
    total: 120,
  });
  // 10 + 20 in two seconds, then 90 at 30 a second.
  expect(measurements[0]?.asked).toMatchObject({ qps: 24, requests: 120 });
});
