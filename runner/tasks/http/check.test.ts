import { referenceTo } from '../../model/secret-reference.ts';
import { check } from './check.ts';
import type { HttpInputs } from './inputs.ts';

const url = 'http://target.test/';
const found = (inputs: HttpInputs) => check(inputs).map(({ path, message }) => `${path}: ${message}`);

test('what is right is left alone', () => {
  expect(
    found({
      url: `https://me:${referenceTo('password')}@[::1]:8443/get?x=${referenceTo('x')}`,
      method: 'PATCH',
      headers: { Host: 'a.test', Authorization: `Bearer ${referenceTo('token')}`, 'X-Tab': 'a\tb' },
      errorRanges: [{ lower: 500, upper: 599 }, { upper: 99 }],
      expect: { status: [200], bodyMatches: '^{' },
      abortOn: { errorRate: 0.1, for: '5s' },
      arrival: 'poisson',
      tls: { cert: 'c.pem', key: 'k.pem' },
      qps: 0.5,
      duration: '1h',
      payloadStr: 'x',
      payloadURL: 'http://files.test/x',
    }),
  ).toEqual([]);
});

test.each<[problem: string, inputs: HttpInputs]>([
  ['url: missing: say where to send requests to', {}],
  ['url: missing: say where to send requests to', { url: '' }],
  ['endpoints.b.url: missing: give it here, or url for all endpoints', { endpoints: { a: { url }, b: {} } }],
  ['method: CONNECT opens tunnels and cannot be measured', { url, method: 'connect' }],
  [
    'headers.Content-Length: leave it out: it is written as the payload needs it',
    { url, headers: { 'Content-Length': '1' } },
  ],
  [
    'headers.x-a: the same header as X-A: their names differ in case only',
    { url, headers: { 'X-A': '1', 'x-a': '2' } },
  ],
  [
    'headers.Upgrade: HTTP/2 has no such header; leave it out',
    { url, http2: 'auto', headers: { Upgrade: 'websocket', TE: 'trailers' } },
  ],
  [
    'endpoints.a.headers.te: in HTTP/2 it can only be `trailers`',
    { url, headers: { te: 'gzip' }, endpoints: { a: { http2: 'true' }, b: { http2: 'false' } } },
  ],
  ['timeout: "0s" is no time at all; give more than 0', { url, timeout: '0s' }],
  ['maxDuration: 1000h is too long; 576h is the most', { url, maxDuration: '1000h' }],
  [
    'stages[1].duration: "0" is no time at all; give more than 0',
    {
      url,
      stages: [
        { qps: 1, duration: '1s' },
        { qps: 1, duration: '0' },
      ],
    },
  ],
  [
    'stages: stages say the rate and the length of the whole load: leave out qps, numRequests and duration',
    { url, stages: [{ qps: 1, duration: '1s' }], qps: 5 },
  ],
  ['errorRanges[1]: a range has a lower limit, an upper limit or both', { url, errorRanges: [{ lower: 500 }, {}] }],
  ['errorRanges[0]: lower 500 is above upper 400', { url, errorRanges: [{ lower: 500, upper: 400 }] }],
  ['abortOn.errorRate: missing: say which fraction of errors is too much', { url, abortOn: { for: '5s' } }],
  ['arrival: poisson needs a rate: give qps above 0, or leave it out for 8', { url, arrival: 'poisson', qps: 0 }],
  ['tls.key: missing: tls.cert is of no use without it', { url, tls: { cert: 'c.pem' } }],
  ['tls.cert: missing: tls.key is of no use without it', { url, tls: { key: 'k.pem' } }],
  [
    'endpoints.a/b: the name becomes part of metric names, so it has no spaces and no slashes',
    { url, endpoints: { 'a/b': {} } },
  ],
])('%s', (problem, inputs) => {
  expect(found(inputs)).toEqual([problem]);
});

test('all problems are told at once, those of endpoints with their path', () => {
  const paths = check({
    timeout: '0s',
    endpoints: { a: { url, method: 'CONNECT' }, b: { url, headers: { 'Content-Length': '1' }, duration: '0s' } },
  }).map(({ path }) => path);
  expect(paths).toEqual([
    'timeout',
    'endpoints.a.method',
    'endpoints.b.headers.Content-Length',
    'endpoints.b.duration',
  ]);
});

test('what is wrong for all endpoints is told once', () => {
  expect(found({ url, timeout: '0s', endpoints: { a: {}, b: {} } })).toHaveLength(1);
});
