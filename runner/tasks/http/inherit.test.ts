import { levelsOf, planEndpoint, planWarmup } from './inherit.ts';
import type { HttpInputs } from './inputs.ts';
import type { EndpointPlan } from './plan.ts';

const url = 'http://target.test/';

function only(inputs: HttpInputs): EndpointPlan {
  const [levels] = levelsOf(inputs);
  if (levels === undefined) throw new Error('no endpoint');
  return planEndpoint(levels);
}

const endpoint = (base: HttpInputs, own: HttpInputs) => only({ url, ...base, endpoints: { a: own } });

describe('without a word about it', () => {
  test('100 GET requests go out at 8 a second over 4 connections', () => {
    expect(only({ url })).toMatchObject({
      provider: 'http',
      method: 'GET',
      http2: false,
      connections: 4,
      timeoutMs: 30_000,
      connectTimeoutMs: 5000,
      maxDurationMs: 3_600_000,
      followRedirects: false,
      tls: { insecure: false },
      errorRanges: [{ lower: 400 }],
      percentiles: [50, 75, 90, 95, 99, 99.9],
      abortOn: null,
      payload: null,
      rate: { arrival: 'constant', requests: 100, stages: [{ qps: 8, durationMs: null }] },
    });
  });
});

test.each<[asked: HttpInputs['http2'], own: HttpInputs['http2'], http2: EndpointPlan['http2']]>([
  ['true', undefined, true],
  ['auto', undefined, 'auto'],
  ['true', 'false', false],
  ['false', 'auto', 'auto'],
])('http2 %p for all and %p for an endpoint is %p there', (http2, own, planned) => {
  const said = { ...(http2 === undefined ? {} : { http2 }) };
  expect(endpoint(said, own === undefined ? {} : { http2: own }).http2).toBe(planned);
});

describe('numRequests and duration', () => {
  const byNumber = (n: number) => ({ requests: n });
  const byTime = (ms: number) => ({ requests: null, stages: [{ qps: 8, durationMs: ms }] });
  test.each<[rule: string, base: HttpInputs, own: HttpInputs, rate: object]>([
    ['at one level numRequests wins', { numRequests: 5, duration: '9s' }, {}, byNumber(5)],
    ['at an endpoint, too', {}, { numRequests: 5, duration: '9s' }, byNumber(5)],
    ['an endpoint inherits a duration', { duration: '9s' }, {}, byTime(9000)],
    ['a duration of an endpoint beats inherited numRequests', { numRequests: 5 }, { duration: '9s' }, byTime(9000)],
    ['numRequests of an endpoint beat an inherited duration', { duration: '9s' }, { numRequests: 5 }, byNumber(5)],
    ['an inherited duration beats the default of 100', { duration: '9s' }, { connections: 1 }, byTime(9000)],
  ])('%s', (_, base, own, rate) => {
    expect(endpoint(base, own).rate).toMatchObject(rate);
  });
});

describe('stages', () => {
  const stages = [
    { qps: 10, duration: '1s' },
    { qps: 20.5, duration: '2m' },
  ];
  const staged = {
    requests: null,
    stages: [
      { qps: 10, durationMs: 1000 },
      { qps: 20.5, durationMs: 120_000 },
    ],
  };
  test.each<[rule: string, base: HttpInputs, own: HttpInputs, rate: object]>([
    ['they are the whole schedule', { stages }, {}, staged],
    ['of an endpoint they beat an inherited rate and length', { qps: 1, numRequests: 5 }, { stages }, staged],
    [
      'an endpoint that gives a rate leaves inherited ones',
      { stages },
      { qps: 3 },
      { requests: 100, stages: [{ qps: 3 }] },
    ],
    [
      'an endpoint that gives a length leaves them, too',
      { stages },
      { numRequests: 3 },
      { requests: 3, stages: [{ qps: 8 }] },
    ],
  ])('%s', (_, base, own, rate) => {
    expect(endpoint(base, own).rate).toMatchObject(rate);
  });

  test('a load of more than an hour has the time it asks for, one by number does not', () => {
    expect(only({ url, duration: '2h' }).maxDurationMs).toBe(7_200_000);
    expect(only({ url, duration: '2h', maxDuration: '5m' }).maxDurationMs).toBe(300_000);
    expect(only({ url, numRequests: 1e9 }).maxDurationMs).toBe(3_600_000);
  });
});

test('a rate of 0 or less is as fast as the connections allow', () => {
  expect(only({ url, qps: 0 }).rate.stages).toEqual([{ qps: 0, durationMs: null }]);
  expect(only({ url, qps: -1 }).rate.stages).toEqual([{ qps: 0, durationMs: null }]);
});

describe('headers', () => {
  const plain: [string, string][] = [
    ['User-Agent', 'iter8'],
    ['Accept', '*/*'],
  ];
  test("an endpoint's are added to the common ones, and replace those of the same name in any case", () => {
    const { headers } = endpoint(
      { headers: { Authorization: 'common', 'X-Common': '1' } },
      { headers: { authorization: 'own', 'X-Own': '2' } },
    );
    expect(headers).toEqual([...plain, ['authorization', 'own'], ['X-Common', '1'], ['X-Own', '2']]);
  });

  test('the ones that are always sent can be replaced', () => {
    expect(only({ url, headers: { 'user-agent': 'mine', accept: 'text/html' } }).headers).toEqual([
      ['user-agent', 'mine'],
      ['accept', 'text/html'],
    ]);
  });

  const contentType = (plan: EndpointPlan) => plan.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  test('a payload without a type is application/octet-stream', () => {
    expect(contentType(only({ url, payloadStr: 'x' }))).toBe('application/octet-stream');
    expect(contentType(only({ url }))).toBeUndefined();
  });

  test('contentType is the Content-Type header of its level', () => {
    expect(contentType(endpoint({ headers: { 'content-type': 'a/a' } }, { contentType: 'b/b' }))).toBe('b/b');
    expect(contentType(endpoint({ contentType: 'a/a' }, { headers: { 'content-type': 'b/b' } }))).toBe('b/b');
    expect(contentType(only({ url, contentType: 'a/a', headers: { 'Content-Type': 'b/b' } }))).toBe('b/b');
  });
});

describe('method and payload', () => {
  test.each<[input: string, inputs: HttpInputs]>([
    ['payloadStr', { payloadStr: '' }],
    ['payloadFile', { payloadFile: 'f' }],
    ['payloadURL', { payloadURL: 'http://files.test/f' }],
    ['contentType', { contentType: 'a/b' }],
  ])('%s makes the request a POST', (_, inputs) => {
    expect(only({ url, ...inputs }).method).toBe('POST');
  });

  test('a method that is given wins, and is written in capitals', () => {
    expect(only({ url, payloadStr: 'x', method: 'put' })).toMatchObject({ method: 'PUT', payload: { text: 'x' } });
    expect(endpoint({ payloadStr: 'x' }, { method: 'GET' })).toMatchObject({ method: 'GET', payload: { text: 'x' } });
  });

  test('payloadURL wins over payloadFile, and that over payloadStr', () => {
    const [payloadURL, payloadFile, payloadStr] = ['http://files.test/f', 'f', 'text'];
    expect(only({ url, payloadURL, payloadFile, payloadStr }).payload).toEqual({ key: `http payload ${payloadURL}` });
    expect(only({ url, payloadFile, payloadStr }).payload).toEqual({ file: 'f' });
  });

  test('any payload of an endpoint beats any that it would inherit', () => {
    expect(endpoint({ payloadURL: 'http://files.test/f' }, { payloadStr: 'own' }).payload).toEqual({ text: 'own' });
  });
});

describe('the rest', () => {
  test('percentiles are added, level by level', () => {
    expect(endpoint({ percentiles: [99.99, 50] }, { percentiles: [10] }).percentiles).toEqual([
      10, 50, 75, 90, 95, 99, 99.9, 99.99,
    ]);
  });

  test('errorRanges of an endpoint replace those it would inherit', () => {
    expect(endpoint({ errorRanges: [{ lower: 500 }] }, { errorRanges: [{ upper: 199 }] }).errorRanges).toEqual([
      { upper: 199 },
    ]);
    expect(endpoint({ errorRanges: [{ lower: 500 }] }, {}).errorRanges).toEqual([{ lower: 500 }]);
    expect(only({ url, errorRanges: [] }).errorRanges).toEqual([]);
  });

  test('an expected status takes the place of the default errorRanges, not of given ones', () => {
    expect(only({ url, expect: { status: [404] } })).toMatchObject({ errorRanges: [], expect: { status: [404] } });
    expect(only({ url, expect: { status: [404] }, errorRanges: [{ lower: 500 }] }).errorRanges).toEqual([
      { lower: 500 },
    ]);
  });

  test('tls, expect and abortOn are inherited field by field', () => {
    const plan = endpoint(
      { tls: { ca: 'ca.pem' }, expect: { bodyContains: 'x' }, abortOn: { errorRate: 0.5 } },
      { tls: { serverName: 'a.test' }, expect: { status: [200] }, abortOn: { for: '3s' } },
    );
    expect(plan.tls).toEqual({ insecure: false, ca: 'ca.pem', serverName: 'a.test' });
    expect(plan.expect).toEqual({ bodyContains: 'x', status: [200] });
    expect(plan.abortOn).toEqual({ errorRate: 0.5, forMs: 3000 });
  });

  test('an empty url is none', () => {
    expect(only({ url: '', endpoints: { a: { url } } }).url).toBe(url);
    expect(only({ url, endpoints: { a: { url: '' } } }).url).toBe(url);
  });

  test('endpoints run in the order given, whole numbers first', () => {
    const endpoints = JSON.parse('{"b": {}, "10": {}, "a": {}, "9": {}}');
    expect(levelsOf({ url, endpoints }).map(({ provider }) => provider)).toEqual([
      'http-9',
      'http-10',
      'http-b',
      'http-a',
    ]);
  });
});

describe('warm-up', () => {
  const warm = (inputs: HttpInputs) => levelsOf({ url, ...inputs }).map((levels) => planWarmup(levels)?.rate ?? null);
  test('there is none unless one is asked for', () => {
    expect(warm({})).toEqual([null]);
  });

  test('it inherits as the load does', () => {
    const rates = warm({
      qps: 50,
      warmupNumRequests: 5,
      endpoints: { a: {}, b: { warmupDuration: '2s', qps: 7 }, c: { warmupNumRequests: 3, warmupDuration: '2s' } },
    });
    expect(rates).toEqual([
      { arrival: 'constant', requests: 5, stages: [{ qps: 50, durationMs: null }] },
      { arrival: 'constant', requests: null, stages: [{ qps: 7, durationMs: 2000 }] },
      { arrival: 'constant', requests: 3, stages: [{ qps: 50, durationMs: null }] },
    ]);
  });

  test('before stages it keeps to the rate of the first', () => {
    expect(warm({ stages: [{ qps: 30, duration: '1s' }], warmupNumRequests: 2 })).toEqual([
      { arrival: 'constant', requests: 2, stages: [{ qps: 30, durationMs: null }] },
    ]);
  });

  test('nothing aborts it', () => {
    const [levels] = levelsOf({ url, abortOn: { errorRate: 0 }, warmupNumRequests: 2 });
    expect(levels && planWarmup(levels)?.abortOn).toBeNull();
  });
});
