// The grpc task as users meet it: the built command line against a service that is not its own.
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';
import { hasOpenssl, makeCertificates } from '../hostile/certificates.ts';
import { iter8, messages, removeWorkFolders, type Service, sampleService, workFolder } from './iter8.ts';

const proto = path.resolve(__dirname, '../../examples/grpc-slo/route_guide.proto');
const contents: Record<string, string> = {
  '/route_guide.proto': readFileSync(proto, 'utf8'),
  '/unary.json': '{"latitude": 400000000, "longitude": -750000000}',
  '/server.json':
    '{"lo": {"latitude": 400000000, "longitude": -750000000}, "hi": {"latitude": 420000000, "longitude": -730000000}}',
};
let guide: Service;
let server: Server;
let files: string;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const text = contents[url];
    response.writeHead(text === undefined ? 404 : 200).end(text ?? '');
  }).listen(0, '127.0.0.1');
  guide = await sampleService('grpc');
  files = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await guide.stop();
  removeWorkFolders();
});

const point = ['--set', 'grpc.call=routeguide.RouteGuide.GetFeature', '--set', 'grpc.data.latitude=400000000'];

async function launch(args: readonly string[], cwd = workFolder()) {
  const host = ['--set', 'tasks={grpc}', '--set', `grpc.host=${guide.url}`];
  const { code, stderr } = await iter8(['launch', ...host, ...args], { cwd });
  return { code, said: messages(stderr), cwd };
}

const problemsIn = (said: readonly string[]) =>
  said.flatMap((line) => /^level=error msg= {2}(.*)$/.exec(line)?.[1] ?? []);

async function metricsOf(cwd: string): Promise<Record<string, number>> {
  const { stdout } = await iter8(['report', '--all'], { cwd });
  const rows = stdout.matchAll(/^ {2}(grpc[-\w]*\/\S+)(?: \(\w+\))? +\| ([\d.]+)$/gm);
  return Object.fromEntries([...rows].map(([, name, value]) => [name, Number(value)]));
}

async function documentIn(cwd: string): Promise<Document> {
  return load(await readFile(path.join(cwd, 'experiment.yaml'), 'utf8')) as Document;
}

async function sampleIn(cwd: string): Promise<readonly number[]> {
  return (await documentIn(cwd)).result?.insights?.nonHistMetricValues[0]?.['grpc/latency'] ?? [];
}

test('the gRPC part of the AutoX tutorial: three downloads, two endpoints, and its report', async () => {
  const endpoints = [
    'getFeature.call=routeguide.RouteGuide.GetFeature',
    `getFeature.dataURL=${files}/unary.json`,
    'listFeatures.call=routeguide.RouteGuide.ListFeatures',
    `listFeatures.dataURL=${files}/server.json`,
  ];
  const slos = [
    'grpc-getFeature/error-count=0',
    'grpc-getFeature/latency/mean=1000',
    'grpc-listFeatures/error-count=0',
    'grpc-listFeatures/latency/mean=2000',
  ];
  const { code, cwd } = await launch([
    '--set',
    'tasks={grpc,assess}',
    ...['--set', `grpc.protoURL=${files}/route_guide.proto`],
    ...endpoints.flatMap((endpoint) => ['--set', `grpc.endpoints.${endpoint}`]),
    ...slos.flatMap((slo) => ['--set', `assess.SLOs.upper.${slo}`]),
  ]);
  expect(code).toBe(0);
  const { stdout } = await iter8(['report'], { cwd });
  expect(stdout.replace(/\d+\.\d\d$/gm, (number) => (number === '0.00' || number === '200.00' ? number : 'N'))).toBe(`
Experiment summary:
*******************

  Experiment completed: true
  No task failures: true
  Total number of tasks: 5
  Number of completed tasks: 5
  Number of completed loops: 1

Whether or not service level objectives (SLOs) are satisfied:
*************************************************************

  SLO Conditions                                | Satisfied
  --------------                                | ---------
  grpc-getFeature/error-count <= 0              | true
  grpc-getFeature/latency/mean (msec) <= 1000   | true
  grpc-listFeatures/error-count <= 0            | true
  grpc-listFeatures/latency/mean (msec) <= 2000 | true
  

Latest observed values for metrics:
***********************************

  Metric                                | value
  -------                               | -----
  grpc-getFeature/error-count           | 0.00
  grpc-getFeature/error-rate            | 0.00
  grpc-getFeature/latency/mean (msec)   | N
  grpc-getFeature/request-count         | 200.00
  grpc-listFeatures/error-count         | 0.00
  grpc-listFeatures/error-rate          | 0.00
  grpc-listFeatures/latency/mean (msec) | N
  grpc-listFeatures/request-count       | 200.00
  

`);
});

test('the fields that readers of 0.13 know hold what they know, and no more', async () => {
  const { cwd } = await launch([...point, '--set', 'grpc.total=20']);
  const document = load(readFileSync(path.join(cwd, 'experiment.yaml'), 'utf8')) as {
    result: { insights: { metricsInfo: object; nonHistMetricValues: Record<string, number[]>[] } };
  };
  const { metricsInfo, nonHistMetricValues } = document.result.insights;
  expect(metricsInfo).toEqual({
    'grpc/request-count': { description: 'number of gRPC requests sent', type: 'Counter' },
    'grpc/error-count': { description: 'number of responses that were errors', type: 'Counter' },
    'grpc/error-rate': { description: 'fraction of responses that were errors', type: 'Gauge' },
    'grpc/latency': { description: 'gRPC Latency Sample', units: 'msec', type: 'Sample' },
  });
  expect(nonHistMetricValues).toEqual([
    {
      'grpc/request-count': [20],
      'grpc/error-count': [0],
      'grpc/error-rate': [0],
      'grpc/latency': Array.from({ length: 20 }, () => expect.any(Number)),
    },
  ]);
});

describe('all kinds of calls', () => {
  const notes = JSON.stringify([{ message: 'a' }, { message: '{{.RequestNumber}}' }, { message: 'c' }]);
  test.each<[method: string, data: string, messagesIn: number | undefined, messagesOut: number | undefined]>([
    ['GetFeature', contents['/unary.json'] ?? '', undefined, undefined],
    ['ListFeatures', contents['/server.json'] ?? '', 640, 10],
    ['RecordRoute', '[{"latitude": 1}, {"latitude": 2}]', 10, 20],
    ['RouteChat', notes, 30, 30],
  ])('%s', async (method, data, messagesIn, messagesOut) => {
    const cwd = workFolder();
    writeFileSync(path.join(cwd, 'data.json'), data);
    const inputs = [`call=routeguide.RouteGuide/${method}`, `proto=${proto}`, 'data-file=data.json', 'total=10'];
    const { code } = await launch(
      inputs.flatMap((input) => ['--set', `grpc.${input}`]),
      cwd,
    );
    expect(code).toBe(0);
    const metrics = await metricsOf(cwd);
    expect([metrics['grpc/status-count-OK'], metrics['grpc/error-count']]).toEqual([10, 0]);
    expect([metrics['grpc/messages/count'], metrics['grpc/messages/sent-count']]).toEqual([messagesIn, messagesOut]);
    expect(metrics['grpc/first-message/p50'] === undefined).toBe(messagesIn === undefined);
  });
});

test('answers that are errors are counted by their status, and told with the words of the server', async () => {
  const { cwd, said } = await launch([
    ...point,
    '--set',
    'grpc.call=routeguide.RouteGuide.Nope',
    '--set',
    `grpc.proto=${proto}`,
  ]);
  expect(problemsIn(said)).toEqual([expect.stringContaining('grpc.call: routeguide.RouteGuide has no method Nope')]);
  const failing = await sampleService('grpc', ['--fail-every', '4', '--fail-status', 'RESOURCE_EXHAUSTED']);
  const few = [...point, '--set', `grpc.host=${failing.url}`, '--set', 'grpc.total=20'];
  const timed = async (args: readonly string[]) => (await sampleIn((await launch(args)).cwd)).length;
  expect([await timed(few), await timed([...few, '--set', 'grpc.count-errors=false'])]).toEqual([20, 15]);
  const result = await launch(few, cwd);
  await failing.stop();
  expect(result.code).toBe(0);
  expect(result.said).toContainEqual(
    expect.stringMatching(/5 of 20 requests were answered with another status than OK \(RESOURCE_EXHAUSTED: 5\)/),
  );
  expect(await metricsOf(cwd)).toMatchObject({
    'grpc/error-count': 5,
    'grpc/error-rate': 0.25,
    'grpc/status-count-RESOURCE_EXHAUSTED': 5,
    'grpc/error-count-reset': 0,
  });
});

test('values of metadata are kept apart, and are in no file but one', async () => {
  const { cwd, code } = await launch([...point, '--set', 'grpc.metadata.authorization=Bearer c4n4ryc4n4ry']);
  expect(code).toBe(0);
  expect(readFileSync(path.join(cwd, 'experiment.yaml'), 'utf8')).not.toContain('c4n4ry');
  expect(readFileSync(path.join(cwd, 'experiment.secrets.yaml'), 'utf8')).toContain('c4n4ry');
});

describe('bad input', () => {
  test('is told all at once with exit code 2, that of files too, before anything is written', async () => {
    const cwd = workFolder();
    writeFileSync(path.join(cwd, 'broken.proto'), 'syntax = "proto3";\nmessage A {\n  int32 a = 1\n}\n');
    const inputs = [
      'host=http://guide:50051',
      'endpoints.a.call=routeguide.RouteGuide.GetFeatur',
      `endpoints.a.proto=${proto}`,
      'endpoints.b.call=routeguide.RouteGuide.GetFeature',
      `endpoints.b.proto=${proto}`,
      'endpoints.b.data.lat=5',
      'endpoints.c.call=a.B.C',
      'endpoints.c.proto=broken.proto',
      'endpoints.d.call=a.B.C',
      'endpoints.d.proto=gone.proto',
      'endpoints.e.call=a.B.C',
      'endpoints.e.proto=a.proto',
      'endpoints.e.protoset=a.bin',
      'endpoints.f.call=routeguide.RoutGuide.GetFeature',
      `endpoints.f.proto=${proto}`,
    ];
    const { code, said } = await launch(
      inputs.flatMap((input) => ['--set', `grpc.${input}`]),
      cwd,
    );
    expect(code).toBe(2);
    expect(problemsIn(said)).toEqual([
      'grpc.endpoints.e.protoset: proto is given, too; keep one of them',
      'grpc.host: this is a URL; write guide:50051',
      'grpc.endpoints.a.call: routeguide.RouteGuide has no method GetFeatur, only GetFeature, ListFeatures, RecordRoute, RouteChat; did you mean GetFeature?',
      'grpc.endpoints.b.data.lat: routeguide.Point has no such field; known are latitude, longitude',
      expect.stringMatching(/^grpc\.endpoints\.c\.proto: broken\.proto:\d/),
      expect.stringMatching(/^grpc\.endpoints\.d\.proto: .*gone\.proto/),
      expect.stringMatching(/^grpc\.endpoints\.e\.proto: .*a\.proto/),
      expect.stringMatching(/^grpc\.endpoints\.f\.call: there is no service routeguide\.RoutGuide/),
    ]);
    await expect(iter8(['report'], { cwd })).resolves.toMatchObject({
      stderr: expect.stringContaining('DOCUMENT_MISSING'),
    });
  });

  test('of what was downloaded fails the step, in the same words and with the same exit code', async () => {
    const inputs = [`protoURL=${files}/route_guide.proto`, 'call=routeguide.RouteGuide.GetFeatur'];
    const { code, said } = await launch(inputs.flatMap((input) => ['--set', `grpc.${input}`]));
    expect(code).toBe(2);
    expect(said.join('\n')).toContain('grpc.call: routeguide.RouteGuide has no method GetFeatur');
  });
});

describe('a server that is not what was meant', () => {
  const given = [...point, '--set', `grpc.proto=${proto}`, '--set', 'grpc.total=5', '--set', 'grpc.concurrency=5'];
  const hintsOf = async (cwd: string) => (await iter8(['report'], { cwd })).stdout;

  test('TLS to plain text is explained', async () => {
    const { cwd, said } = await launch([...given, '--set', 'grpc.insecure=false']);
    expect(said.join('\n')).toContain('the server answered in plain text, as with insecure: true');
    expect(await hintsOf(cwd)).toContain('for a server without TLS leave insecure at true');
  });

  test('a web server is explained', async () => {
    const { cwd, said } = await launch([...given, '--set', `grpc.host=${files.replace('http://', '')}`]);
    expect(said.join('\n')).toMatch(/no request was answered: all 5 failed \(\w+\)/);
    expect(await hintsOf(cwd)).toContain('check that the port is that of the gRPC service');
    expect(await metricsOf(cwd)).toMatchObject({ 'grpc/error-count': 5 });
  });

  test('a port where nobody listens is errors, and no failure', async () => {
    const { code, cwd } = await launch([...given, '--set', 'grpc.host=127.0.0.1:1']);
    expect(code).toBe(0);
    expect(await metricsOf(cwd)).toMatchObject({ 'grpc/error-count-refused': 5, 'grpc/status-count-UNAVAILABLE': 5 });
  });

  (hasOpenssl() ? test : test.skip)('plain text to TLS is explained, and TLS works', async () => {
    const folder = workFolder();
    const { ca, good } = makeCertificates();
    for (const [name, text] of Object.entries({ ca, cert: good.cert, key: good.key })) {
      writeFileSync(path.join(folder, `${name}.pem`), text);
    }
    const pems = ['--cert', path.join(folder, 'cert.pem'), '--key', path.join(folder, 'key.pem')];
    const secure = await sampleService('grpc', pems);
    const host = `grpc.host=${secure.url.replace('127.0.0.1', 'localhost')}`;
    const plain = await launch([...given, '--set', host]);
    expect(await hintsOf(plain.cwd)).toContain('if the port expects TLS, set insecure to false');
    const trusted = await launch([...given, '--set', host, '--set', 'grpc.cacert=ca.pem'], folder);
    expect(await metricsOf(trusted.cwd)).toMatchObject({ 'grpc/status-count-OK': 5 });
    const asked = await launch([...point, '--set', host, '--set', 'grpc.skipTLS=true', '--set', 'grpc.total=5']);
    expect(await metricsOf(asked.cwd)).toMatchObject({ 'grpc/status-count-OK': 5 });
    await secure.stop();
  });
});

test('a rate in a line is the mean rate that was asked for', async () => {
  const shape = ['load-schedule=line', 'load-start=50', 'load-step=100', 'duration=1s'];
  const { cwd } = await launch([...point, ...shape.flatMap((input) => ['--set', `grpc.${input}`])]);
  const metrics = await metricsOf(cwd);
  expect(metrics['grpc/qps-requested']).toBe(100);
  // While the generator itself stood still nothing was due: 150 calls a second at most.
  const { count = 0, totalMs = 0 } = (await documentIn(cwd)).details?.loads[0]?.stalls ?? {};
  expect(metrics['grpc/request-count']).toBeGreaterThanOrEqual(99 - 0.15 * totalMs - count);
  expect(metrics['grpc/request-count']).toBeLessThanOrEqual(101);
});
