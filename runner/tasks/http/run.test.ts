import type { Capabilities, HttpLoad, Measurement } from '../../model/task.ts';
import { loadWith, target, times } from '../common/loads.fixture.ts';
import { type Engine as HttpEngine, runWith as runTask } from '../common/run.fixture.ts';
import { expand } from './expand.ts';
import type { HttpInputs } from './inputs.ts';
import { run } from './run.ts';

type Engine = HttpEngine<HttpLoad>;

const runWith = (inputs: HttpInputs, engine: Engine, more: Partial<Capabilities> = {}) =>
  runTask({ expand, run }, inputs, engine, more);

const healthy: Engine = async () => ({ measurement: loadWith(times(100, 2)) });
const endpoints = { a: { url: `${target}?a` }, b: { url: `${target}?b` }, c: { url: `${target}?c` } };
const providers = (measurements: Measurement[]) => measurements.map(({ provider }) => provider);

describe('a measurement', () => {
  test('comes from each endpoint under its own name, one after the other', async () => {
    let running = 0;
    const { measurements, requests } = await runWith({ endpoints }, async (...args) => {
      expect(++running).toBe(1);
      await new Promise(setImmediate);
      running--;
      return healthy(...args);
    });
    expect(providers(measurements)).toEqual(['http-a', 'http-b', 'http-c']);
    expect(requests.map(({ url }) => url)).toEqual([`${target}?a`, `${target}?b`, `${target}?c`]);
    expect(measurements[0]).toMatchObject({ version: 0, target, partial: false });
  });

  test('is emitted as it grows, and whole at the end', async () => {
    const { measurements, progress } = await runWith({ url: target, qps: 10 }, async (request, watch) => {
      watch.progress(loadWith(times(10, 2)), 1000);
      return healthy(request, watch);
    });
    expect(measurements.map(({ partial, load }) => [partial, load.sent])).toEqual([
      [true, 10],
      [false, 100],
    ]);
    expect(progress).toEqual([{ done: 10, total: 100, elapsedMs: 1000, totalMs: 10_000, rate: 10, errors: 0 }]);
  });

  test.each<[HttpInputs, object]>([
    [{ numRequests: 7 }, { qps: 8, connections: 4, requests: 7 }],
    [
      { duration: '5s', qps: 0, connections: 2 },
      { qps: 0, connections: 2, durationMs: 5000 },
    ],
    [
      {
        stages: [
          { qps: 10, duration: '1s' },
          { qps: 40, duration: '2s' },
        ],
      },
      { qps: 30, connections: 4, durationMs: 3000 },
    ],
  ])('says what was asked: %j', async (inputs, asked) => {
    const { measurements } = await runWith({ url: target, ...inputs }, healthy);
    expect(measurements[0]?.asked).toEqual(asked);
  });
});

test('progress goes on over the endpoints of a step', async () => {
  const { progress } = await runWith({ endpoints }, async (request, watch) => {
    watch.progress(loadWith(times(50, 2)), 4000);
    return healthy(request, watch);
  });
  expect(progress.map(({ done, total, text }) => [done, total, text])).toEqual([
    [50, 300, 'a'],
    [150, 300, 'b'],
    [250, 300, 'c'],
  ]);
});

test('a downloaded payload is what is sent', async () => {
  const payloadURL = 'http://files.test/a';
  const { requests, downloads } = await runWith({ url: target, payloadURL }, healthy);
  expect(downloads).toEqual([payloadURL]);
  expect(new TextDecoder().decode(requests[0]?.body ?? undefined)).toBe(`content of ${payloadURL}`);
});

test('of a warm-up nothing is kept', async () => {
  const failing: Engine = async (_, watch) => {
    const measurement = loadWith([], { sent: 5, errors: 5, failures: { refused: 5 } });
    watch.progress(measurement, 1000);
    return { measurement };
  };
  const engine: Engine = (request, watch) => (request.schedule.requests === 5 ? failing : healthy)(request, watch);
  const { requests, measurements, notes, error, progress } = await runWith(
    { url: target, warmupNumRequests: 5 },
    engine,
  );
  expect(requests).toHaveLength(2);
  expect(providers(measurements)).toEqual(['http']);
  expect(progress).toMatchObject([{ text: 'warm-up', total: 5 }]);
  expect([notes, error]).toEqual([[], undefined]);
});

describe('trouble', () => {
  test('a target that cannot be reached is measured, and no failure of the step', async () => {
    const load = loadWith([], { sent: 100, errors: 100, failures: { refused: 100 } });
    const { measurements, notes, error } = await runWith({ url: target }, async () => ({ measurement: load }));
    expect(error).toBeUndefined();
    expect(measurements).toHaveLength(1);
    expect(notes).toMatchObject([{ kind: 'failures' }]);
  });

  test('of one endpoint skips no other, and fails the step at its end', async () => {
    const inputs = { endpoints: { ...endpoints, b: { url: target, payloadFile: 'gone' } } };
    const { measurements, error } = await runWith(inputs, healthy);
    expect(providers(measurements)).toEqual(['http-a', 'http-c']);
    expect(error).toMatchObject({ code: 'FILE_READ', message: 'http-b: gone is not there' });
  });

  test('that is a bug of ours is thrown as it is, once the others ran', async () => {
    const bug = new TypeError('a bug');
    let calls = 0;
    const { error } = await runWith({ endpoints }, async (...args) => {
      if (++calls === 1) throw bug;
      return healthy(...args);
    });
    expect(error).toBe(bug);
    expect(calls).toBe(3);
  });

  test('of several endpoints is told together', async () => {
    const inputs = {
      endpoints: { a: { url: target, payloadFile: 'gone' }, b: { url: target, tls: { ca: 'ca.pem' } } },
    };
    const { error } = await runWith(inputs, healthy);
    expect(error).toMatchObject({ code: 'STEP', message: 'http-a: gone is not there; http-b: ca.pem is not there' });
  });
});

describe('a load that ends before its end', () => {
  const stopping =
    (stopped: string): Engine =>
    async () => ({ measurement: loadWith(times(40, 2)), stopped });

  test('by abortOn fails the step after its measurement, and ends the other endpoints', async () => {
    const inputs = { endpoints, abortOn: { errorRate: 0.25, for: '3s' } };
    const { measurements, notes, error } = await runWith(inputs, stopping('abortOn'));
    expect(measurements).toMatchObject([{ provider: 'http-a', partial: true }]);
    expect(notes).toMatchObject([{ kind: 'aborted', subject: 'http-a' }]);
    expect(error).toMatchObject({
      code: 'STEP',
      message: 'http-a: the load was stopped after 40 requests: more than 25 % of the requests failed for 3s',
    });
  });

  test('by maxDuration is told, and goes on', async () => {
    const { measurements, notes, error } = await runWith({ endpoints }, stopping('maxDuration'));
    expect(providers(measurements)).toEqual(['http-a', 'http-b', 'http-c']);
    expect(notes.map(({ kind }) => kind)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(error).toBeUndefined();
  });

  test('by hand keeps what there is and starts nothing new', async () => {
    const controller = new AbortController();
    const engine: Engine = async () => {
      controller.abort();
      return { measurement: loadWith(times(40, 2)), stopped: 'interrupted' };
    };
    const { measurements, notes, error } = await runWith({ endpoints }, engine, { signal: controller.signal });
    expect(measurements).toMatchObject([{ provider: 'http-a', partial: true }]);
    expect(notes).toMatchObject([{ kind: 'interrupted' }]);
    expect(error).toBeUndefined();
  });
});

test('what is measured knows its percentiles, and nothing of headers or payload', async () => {
  const inputs = {
    headers: { Authorization: 'Bearer canary' },
    payloadStr: 'canary',
    endpoints: { a: { url: `${target}?canary`, percentiles: [12.5] }, b: { url: target } },
  };
  const { measurements } = await runWith(inputs, healthy);
  const usual = [50, 75, 90, 95, 99, 99.9];
  expect(measurements.map(({ reading }) => reading)).toEqual([
    { percentiles: [12.5, ...usual], arrival: 'constant' },
    { percentiles: usual, arrival: 'constant' },
  ]);
  expect(JSON.stringify(measurements)).not.toContain('canary');
});
