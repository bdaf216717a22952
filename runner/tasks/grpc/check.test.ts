import { referenceTo } from '../../model/secret-reference.ts';
import { check } from './check.ts';
import type { GrpcInputs } from './inputs.ts';
import { target } from './proto.fixture.ts';

const found = (inputs: GrpcInputs) => check(inputs).map(({ path, message }) => `${path}: ${message}`);

test('what is right is left alone', () => {
  expect(
    found({
      ...target,
      host: referenceTo('host'),
      proto: 'guide.proto',
      'import-paths': ['protos'],
      data: { latitude: 5 },
      metadata: { Authorization: referenceTo('token'), 'x-id': '{{.UUID}} {{/* ü */}}', 'x-bin': 'AAE=' },
      cacert: 'ca.pem',
      cert: 'cert.pem',
      key: 'key.pem',
      cname: 'guide',
      timeout: '0',
      keepalive: '0s',
      async: false,
      'lb-strategy': 'round_robin',
      'max-recv-message-size': '42 MB',
      'load-schedule': 'step',
      'load-start': 100,
      'load-step': -10,
      'load-step-duration': '5s',
      'load-end': 20,
      'concurrency-schedule': 'line',
      'concurrency-step': 2,
      'concurrency-end': 60,
      skipFirst: 10,
      abortOn: { errorRate: 0.5 },
    }),
  ).toEqual([]);
});

test.each<[problem: string, inputs: GrpcInputs]>([
  ['host: missing: say where the service listens, as in name:50051', { call: target.call }],
  ['host: this is a URL; write guide:50051', { ...target, host: 'http://guide:50051' }],
  ['call: missing: say which method to call, as in package.Service.Method', { host: target.host }],
  ['call: Get names no method: it must be package.Service.Method', { ...target, call: 'Get' }],
  [
    'authority: "guide\\r\\nx: y" is no name of a server: it has letters, digits and signs of ASCII only',
    { ...target, authority: 'guide\r\nx: y' },
  ],
  [
    'cname: "gü de" is no name of a server: it has letters, digits and signs of ASCII only',
    { ...target, cname: 'gü de', insecure: false },
  ],
  ['protoset: proto is given, too; keep one of them', { ...target, proto: 'a.proto', protoset: 'a.bin' }],
  ['dataURL: data is given, too; keep one of them', { ...target, data: {}, dataURL: 'http://files.test/d' }],
  ['metadata-file: metadata is given, too; keep one of them', { ...target, metadata: {}, 'metadata-file': 'm.json' }],
  ['key: missing: cert is of no use without it', { ...target, cert: 'cert.pem' }],
  ['cert: missing: key is of no use without it', { ...target, key: 'key.pem', insecure: false }],
  [
    'cacert: of no use in plain text: set insecure to false for TLS, or leave it out',
    { ...target, insecure: true, cacert: 'ca.pem' },
  ],
  ['cname: of no use in plain text: set insecure to false for TLS, or leave it out', { ...target, cname: 'guide' }],
  [
    'insecure: true is plain text, which has no certificate for skipTLS to skip; leave one of them out',
    { ...target, insecure: true, skipTLS: true },
  ],
  [
    'max-send-message-size: "4XB" is no size; give bytes, or a size such as 4MB or 4MiB',
    { ...target, 'max-send-message-size': '4XB' },
  ],
  ['connect-timeout: "0s" is no time at all; give more than 0', { ...target, 'connect-timeout': '0s' }],
  ['timeout: 1000h is too long; 576h is the most', { ...target, timeout: '1000h' }],
  [
    'rps: load-schedule: line says it for all the time; leave one of them out',
    { ...target, rps: 5, 'load-schedule': 'line', 'load-start': 1, 'load-step': 1 },
  ],
  ['load-start: of no use without load-schedule: step or line', { ...target, 'load-start': 5 }],
  ['load-start: missing: the rate to start with', { ...target, 'load-schedule': 'line', 'load-step': 1 }],
  [
    'load-step-duration: missing: how long a step lasts',
    { ...target, 'load-schedule': 'step', 'load-start': 1, 'load-step': 1 },
  ],
  ['load-step: missing: by how much it changes in a second', { ...target, 'load-schedule': 'line', 'load-start': 1 }],
  [
    'load-step: 5 leads away from load-end 10; it starts at 20',
    { ...target, 'load-schedule': 'line', 'load-start': 20, 'load-step': 5, 'load-end': 10 },
  ],
  [
    'concurrency-end: it starts at 5 already',
    {
      ...target,
      'concurrency-schedule': 'line',
      'concurrency-start': 5,
      'concurrency-step': 5,
      'concurrency-end': 5,
    },
  ],
  [
    'connections: 60 connections cannot all be used by 50 requests at a time; raise concurrency',
    { ...target, connections: 60 },
  ],
  ['skipFirst: nothing would be left of a total of 200', { ...target, skipFirst: 200 }],
  ['import-paths: of no use: it goes with a proto that is a file', { ...target, 'import-paths': ['x'] }],
  [
    'endpoints.a.reflect-metadata: of no use: the server is not asked, as proto is given',
    { ...target, proto: 'a.proto', endpoints: { a: { 'reflect-metadata': { a: 'b' } } } },
  ],
  [
    'reflect-metadata: of no use: the server is not asked, as protoset is given',
    { ...target, protoset: 'a.bin', 'reflect-metadata': { a: 'b' } },
  ],
  ['abortOn.errorRate: missing: say which fraction of errors is too much', { ...target, abortOn: { for: '5s' } }],
  ['metadata: this is no JSON', { ...target, metadata: 'canary' }],
  ['metadata: metadata is a JSON object, of names and texts', { ...target, metadata: '[1]' }],
  ['metadata.x-bin: the value of a name that ends in -bin is base64', { ...target, metadata: { 'x-bin': '!' } }],
  [
    'metadata.grpc-timeout: names that start with grpc- belong to gRPC itself',
    { ...target, metadata: { 'grpc-timeout': '1S' } },
  ],
  [
    'metadata.content-length: this is written by gRPC itself; leave it out',
    { ...target, metadata: { 'content-length': '5' } },
  ],
  [
    'metadata.proxy-connection: this is written by gRPC itself; leave it out',
    { ...target, metadata: { 'proxy-connection': 'close' } },
  ],
  [
    'metadata.a: the value holds a line break or another control character',
    { ...target, metadata: { a: 'x\ny {{.UUID}}' } },
  ],
  [
    'metadata.a: the value holds more than ASCII; use a name that ends in -bin, and base64',
    { ...target, metadata: { a: 'ü {{.UUID}}' } },
  ],
  [
    'metadata.a-bin: the value of a name that ends in -bin is base64',
    { ...target, metadata: { 'a-bin': '%{{.RequestNumber}}' } },
  ],
  ['metadata.a b: a name has letters, digits, - _ and . only', { ...target, metadata: { 'a b': 'x' } }],
  ['metadata.A: the same name as a: they differ in case only', { ...target, metadata: { a: '1', A: '2' } }],
  [
    'endpoints.a/b: the name becomes part of metric names, so it has no spaces and no slashes',
    { ...target, endpoints: { 'a/b': {} } },
  ],
])('%s', (problem, inputs) => {
  expect(found(inputs)).toEqual([problem]);
});

test.each([
  [{ async: true }, /^async: not supported.*give rps/],
  [{ 'lb-strategy': 'pick_first' }, /^lb-strategy: pick_first is not supported.*raise connections/],
])('what ghz has and this has not is refused with what to do instead: %j', (inputs, words) => {
  expect(found({ ...target, ...inputs })).toEqual([expect.stringMatching(words)]);
});

test('all problems are told at once, those of endpoints with their path', () => {
  const paths = check({
    timeout: '1000h',
    host: 'guide',
    endpoints: { a: { call: 'x.Y.Z', duration: '0s' }, b: { async: true } },
  }).map(({ path }) => path);
  expect(paths).toEqual(['timeout', 'endpoints.a.duration', 'endpoints.b.async', 'host', 'endpoints.b.call']);
});

describe('what is said for all endpoints', () => {
  const said: GrpcInputs = {
    ...target,
    'load-start': 5,
    'concurrency-step': 2,
    'import-paths': ['protos'],
    'reflect-metadata': { a: 'b' },
    cname: 'guide',
  };

  test('is of no use where it is of use to none', () => {
    const endpoints = { a: { protoset: 'a.bin' }, b: { protoset: 'b.bin', rps: 5 } };
    expect(check({ ...said, endpoints }).map(({ path }) => path)).toEqual([
      'cname',
      'reflect-metadata',
      'import-paths',
      'load-start',
      'concurrency-step',
    ]);
  });

  test('may be of use to one of them', () => {
    const endpoints: GrpcInputs['endpoints'] = {
      a: { protoset: 'a.bin' },
      b: { proto: 'b.proto', insecure: false },
      c: { 'load-schedule': 'line', 'load-step': 1, 'concurrency-schedule': 'line' },
    };
    expect(found({ ...said, endpoints })).toEqual([]);
  });
});

test('values of metadata are in no problem', () => {
  const problems = found({ ...target, metadata: { a: 'canary\n', 'b-bin': 'can ary', c: 'canärÿ' } });
  expect(problems).toHaveLength(3);
  expect(problems.join()).not.toMatch(/can/);
});
