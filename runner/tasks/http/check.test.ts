import { check } from './check.ts';
import type { HttpInputs } from './inputs.ts';
import { secret } from './loads.fixture.ts';

const url = 'http://target.test/';
const found = (inputs: HttpInputs) => check(inputs).map(({ path, message }) => `${path}: ${message}`);

test('what is right is left alone', () => {
  expect(
    found({
      url: `https://me:${secret('password')}@[::1]:8443/get?x=${secret('x')}`,
      method: 'PATCH',
      headers: { Host: 'a.test', Authorization: `Bearer ${secret('token')}`, 'X-Tab': 'a\tb' },
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
  ['url: "localhost:8080/get" is no URL; did you mean http://localhost:8080/get?', { url: 'localhost:8080/get' }],
  ['url: "http:/x" is no URL; did you mean http://x?', { url: 'http:/x' }],
  ['url: "htp://a.test": htp is not supported, http and https are; did you mean http?', { url: 'htp://a.test' }],
  ['url: "http://a.test:99999/" is no URL: check its host and port', { url: 'http://a.test:99999/' }],
  [
    'payloadURL: "file:///etc/passwd": file is not supported, http and https are',
    { url, payloadURL: 'file:///etc/passwd' },
  ],
  ['method: "GET /" is no HTTP method: it has letters, digits and a few signs only', { url, method: 'GET /' }],
  ['method: CONNECT opens tunnels and cannot be measured', { url, method: 'connect' }],
  [
    'headers.X-A: the value holds a line break or another control character',
    { url, headers: { 'X-A': 'a\r\nX-B: b' } },
  ],
  ['headers.X A: "X A" is no header name', { url, headers: { 'X A': '1' } }],
  [
    'headers.Content-Length: leave it out: it is written as the payload needs it',
    { url, headers: { 'Content-Length': '1' } },
  ],
  [
    'headers.x-a: the same header as X-A: their names differ in case only',
    { url, headers: { 'X-A': '1', 'x-a': '2' } },
  ],
  ['contentType: it holds a line break or another control character', { url, contentType: 'a\nb' }],
  ['duration: "10" is no duration; write it as 300ms, 30s or 1h30m', { url, duration: '10' }],
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
  ['expect.bodyMatches: Invalid regular expression: /(/: Unterminated group', { url, expect: { bodyMatches: '(' } }],
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
    url: 'ftp://a.test/',
    timeout: 'soon',
    endpoints: { a: { method: '<' }, b: { headers: { '': 'x' }, duration: '-1s' } },
  }).map(({ path }) => path);
  expect(paths).toEqual(['url', 'timeout', 'endpoints.a.method', 'endpoints.b.headers.', 'endpoints.b.duration']);
});

test('what is wrong for all endpoints is told once', () => {
  expect(found({ url: 'a b', endpoints: { a: {}, b: {} } })).toHaveLength(1);
});

test('credentials of a URL are not repeated in what is said about it', () => {
  expect(found({ url: 'ftp://me:pw@a.test/' }).join()).not.toContain('pw');
});
