import { target } from '../common/loads.fixture.ts';
import type { HttpInputs } from './inputs.ts';
import { planOf } from './plan.fixture.ts';
import { buildRequest } from './request.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const bytes = (text: string) => new TextEncoder().encode(text);
const onDisk: Record<string, Uint8Array> = { 'ca.pem': bytes(pem), 'payload.bin': new Uint8Array([0, 255, 13, 10]) };
const files = {
  read: async (path: string) => {
    const found = onDisk[path];
    if (found === undefined) throw new Error(`${path} is not there`);
    return found;
  },
};

function build(inputs: HttpInputs, scratch = new Map<string, Uint8Array>()) {
  const [endpoint] = planOf(inputs).endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return buildRequest(endpoint, { files, scratch });
}

test('nothing is left to decide for the engine', async () => {
  expect(await build({ url: target, numRequests: 5 })).toEqual({
    protocol: 'http',
    http2: false,
    url: target,
    method: 'GET',
    headers: [
      ['User-Agent', 'iter8'],
      ['Accept', '*/*'],
    ],
    body: null,
    connections: 4,
    maxRequestsPerConnection: 0,
    timeoutMs: 30_000,
    connectTimeoutMs: 5000,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [{ lower: 400 }],
    expect: {},
    abortOn: null,
    schedule: { arrival: 'constant', requests: 5, stages: [{ qps: 8, durationMs: Number.POSITIVE_INFINITY }] },
    maxDurationMs: 3_600_000,
    seed: expect.any(Number),
  });
});

test('a duration ends the schedule', async () => {
  const { schedule } = await build({ url: target, duration: '2s', arrival: 'poisson', qps: 3 });
  expect(schedule).toEqual({ arrival: 'poisson', requests: null, stages: [{ qps: 3, durationMs: 2000 }] });
});

test('the same endpoint draws the same random arrivals, another one others', async () => {
  const inputs = { url: target, endpoints: { a: {}, b: {} } };
  const seeds = await Promise.all(
    planOf(inputs).endpoints.map(
      async (endpoint) => (await buildRequest(endpoint, { files, scratch: new Map() })).seed,
    ),
  );
  expect(seeds[0]).not.toBe(seeds[1]);
  expect((await build(inputs)).seed).toBe(seeds[0]);
});

describe('payload', () => {
  test('a text goes out as UTF-8', async () => {
    expect((await build({ url: target, payloadStr: 'grüezi' })).body).toEqual(bytes('grüezi'));
  });

  test('a file goes out byte by byte', async () => {
    expect((await build({ url: target, payloadFile: 'payload.bin' })).body).toEqual(new Uint8Array([0, 255, 13, 10]));
  });

  test('a download comes from the step before', async () => {
    const payloadURL = 'http://files.test/a';
    const scratch = new Map([[`http payload ${payloadURL}`, new Uint8Array([1, 2])]]);
    expect((await build({ url: target, payloadURL }, scratch)).body).toEqual(new Uint8Array([1, 2]));
    await expect(build({ url: target, payloadURL })).rejects.toThrow('the payload was not downloaded');
  });
});

describe('credentials in the URL', () => {
  const authorization = async (inputs: HttpInputs) =>
    (await build(inputs)).headers.filter(([name]) => name.toLowerCase() === 'authorization');

  test('become a header', async () => {
    const inputs = { url: 'http://me:p%40ss@target.test/x' };
    expect((await build(inputs)).url).toBe('http://target.test/x');
    expect(await authorization(inputs)).toEqual([['Authorization', `Basic ${btoa('me:p@ss')}`]]);
  });

  test('give way to a header of the user', async () => {
    const inputs = { url: 'http://me:pw@target.test/', headers: { authorization: 'Bearer t' } };
    expect(await authorization(inputs)).toEqual([['authorization', 'Bearer t']]);
  });
});

test('TLS material is PEM text or a file', async () => {
  const key = pem.replaceAll('CERTIFICATE', 'PRIVATE KEY');
  const { tls } = await build({ url: target, tls: { ca: 'ca.pem', cert: pem, key, serverName: 'a.test' } });
  expect(tls).toEqual({ insecure: false, ca: pem, cert: pem, key, serverName: 'a.test' });
});

test('a file that holds no PEM text is named, rather than the certificate of the server blamed', async () => {
  const building = build({ url: target, tls: { ca: 'payload.bin' } });
  await expect(building).rejects.toThrow('tls.ca: payload.bin holds no PEM text');
});

describe('what only resolved references show', () => {
  test('the line end of a mounted secret is no part of a header', async () => {
    const { headers } = await build({ url: target, headers: { 'X-Token': 'secret\n' } });
    expect(headers).toContainEqual(['X-Token', 'secret']);
  });

  test('a line break within a header is an error that does not repeat the value', async () => {
    const building = build({ url: target, headers: { 'X-Token': 'sec\r\nret' } });
    await expect(building).rejects.toThrow('headers.X-Token: the value holds a line break');
    await expect(building).rejects.not.toThrow('ret"');
  });

  test('a URL that is none is an error', async () => {
    await expect(build({ url: 'not a url' })).rejects.toThrow('is no http or https URL');
  });
});
