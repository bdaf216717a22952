import { expand } from './expand.ts';
import type { HttpInputs } from './inputs.ts';

const url = 'http://target.test:8080/get?token=abc';
const entries = (inputs: HttpInputs) => expand(inputs).map((step) => step.entry);

test('all endpoints of a task are one step', () => {
  const inputs = { endpoints: { get: { url }, post: { url, payloadStr: 'hello' } } };
  const steps = expand(inputs);
  expect(steps.map(({ task, title }) => [task, title])).toEqual([['http', 'send requests to 2 endpoints']]);
  expect(steps[0]?.entry).toEqual({ task: 'http', with: inputs });
});

test('a title says how much goes where, and nothing secret', () => {
  const title = (inputs: HttpInputs) => expand(inputs)[0]?.title;
  expect(title({ url: 'http://me:pw@target.test:8080/get?token=abc' })).toBe('send 100 requests to target.test:8080');
  expect(title({ url, duration: '90s' })).toBe('send requests for 1m30s to target.test:8080');
});

test('defaults are not written into the entry', () => {
  expect(entries({ url })).toEqual([{ task: 'http', with: { url } }]);
});

describe('downloads', () => {
  test('each payload is a step of its own, without its query and credentials', () => {
    const payloadURL = 'https://me:pw@files.test/a.json?sig=1';
    expect(entries({ url, payloadURL })).toEqual([
      { run: 'download https://files.test/a.json' },
      { task: 'http', with: { url, payloadURL } },
    ]);
  });

  test('what several endpoints send is downloaded once, what nobody sends is not', () => {
    const steps = expand({
      url,
      payloadURL: 'http://files.test/common',
      endpoints: {
        a: { payloadURL: 'http://files.test/own' },
        b: { payloadURL: 'http://files.test/own' },
        c: { payloadStr: 'text' },
      },
    });
    expect(steps.map(({ entry }) => ('run' in entry ? entry.run : entry.task))).toEqual([
      'download http://files.test/own',
      'http',
    ]);
  });

  test('the step that sends finds the bytes under the key that the download used', () => {
    const [download, main] = expand({ url, payloadURL: 'http://files.test/a' });
    expect(download?.plan).toEqual({
      kind: 'download',
      url: 'http://files.test/a',
      key: 'http payload http://files.test/a',
    });
    expect(main?.plan).toMatchObject({ endpoints: [{ payload: { key: 'http payload http://files.test/a' } }] });
  });
});

describe('warm-up', () => {
  test('it is a step before the load, and its entry says so', () => {
    const steps = expand({ url, warmupNumRequests: 5, numRequests: 50 });
    expect(steps.map(({ title }) => title)).toEqual(['warm up', 'send 50 requests to target.test:8080']);
    expect(steps.map(({ entry }) => entry)).toEqual([
      { task: 'http', with: { url, warmupNumRequests: 5, numRequests: 50, warmup: true } },
      { task: 'http', with: { url, numRequests: 50 } },
    ]);
  });

  test('only the endpoints that ask for one have it', () => {
    const [warmup, main] = expand({ url, endpoints: { a: { warmupDuration: '1s' }, b: {} } });
    expect(warmup?.plan).toMatchObject({ kind: 'warmup', endpoints: [{ provider: 'http-a' }] });
    expect(main?.plan).toMatchObject({ kind: 'measure', endpoints: [{ provider: 'http-a' }, { provider: 'http-b' }] });
  });

  test.each<[string, HttpInputs]>([
    ['one endpoint', { url, warmupNumRequests: 5 }],
    ['some of several', { url, payloadStr: 'x', endpoints: { a: { warmupDuration: '1s' }, b: {} } }],
  ])('entries that are expanded again are the same steps: %s', (_, inputs) => {
    const steps = expand(inputs);
    const again = steps.flatMap(({ entry }) => ('task' in entry ? expand((entry.with ?? {}) as HttpInputs) : []));
    expect(again).toEqual(steps);
  });

  test('an entry of 0.13 that is a warm-up has its own number of requests', () => {
    const steps = expand({ url, numRequests: 7, warmup: true });
    expect(steps.map(({ plan }) => plan)).toMatchObject([{ kind: 'warmup', endpoints: [{ rate: { requests: 7 } }] }]);
  });
});
