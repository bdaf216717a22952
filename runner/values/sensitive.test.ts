import { extractSensitive } from './sensitive.ts';
import { registry } from './tasks.fixture.ts';

const secret = (key: string) => `\${secret:${key}}`;
const http = (inputs: Record<string, unknown>) => ({ task: 'http', with: inputs });

test('literals of sensitive inputs become references named after their paths', () => {
  const inputs = { headers: { Authorization: 'Bearer x' }, endpoints: { get: { headers: { 'X-A': 'y' } } }, qps: 5 };
  expect(extractSensitive([http(inputs)], registry)).toEqual({
    entries: [
      http({
        headers: { Authorization: secret('http.headers.Authorization') },
        endpoints: { get: { headers: { 'X-A': secret('http.endpoints.get.headers.X-A') } } },
        qps: 5,
      }),
    ],
    secrets: { 'http.headers.Authorization': 'Bearer x', 'http.endpoints.get.headers.X-A': 'y' },
  });
});

test('credentials leave URLs, and the rest of the URL stays to be read', () => {
  expect(extractSensitive([http({ url: 'http://me:pw@h:80/x?a=b' })], registry)).toEqual({
    entries: [http({ url: `http://${secret('http.url')}@h:80/x?a=b` })],
    secrets: { 'http.url': 'me:pw' },
  });
});

test('they leave it also where the rest of the URL refers to a secret', () => {
  expect(extractSensitive([http({ url: `http://me:pw@h/${secret('path')}` })], registry)).toEqual({
    entries: [http({ url: `http://${secret('http.url')}@h/${secret('path')}` })],
    secrets: { 'http.url': 'me:pw' },
  });
});

test.each([
  ['references', { token: secret('mine'), headers: { A: `Bearer ${secret('t')}` }, url: `http://${secret('u')}@h/` }],
  ['empty texts', { token: '' }],
  ['what is not sensitive', { payloadStr: 'x', url: 'http://h/a@b', extra: { token: 'x' } }],
])('%s stay', (_, inputs) => {
  expect(extractSensitive([http(inputs)], registry)).toEqual({ entries: [http(inputs)], secrets: {} });
});

test('keys hold only what a key of a Kubernetes Secret may hold', () => {
  const { secrets } = extractSensitive([http({ endpoints: { 'a b/ü': { token: 'x' } } })], registry);
  expect(Object.keys(secrets)).toEqual(['http.endpoints.a_b__.token']);
});

test('two values of one path have two keys, equal values share one', () => {
  const entries = ['x', 'y', 'x'].map((token) => http({ token }));
  expect(extractSensitive(entries, registry)).toEqual({
    entries: [secret('http.token'), secret('http.token-2'), secret('http.token')].map((token) => http({ token })),
    secrets: { 'http.token': 'x', 'http.token-2': 'y' },
  });
});

test('a second time finds nothing more', () => {
  const once = extractSensitive([http({ token: 'x', url: 'http://u@h/', headers: { A: 'b' } })], registry);
  expect(extractSensitive(once.entries, registry)).toEqual({ entries: once.entries, secrets: {} });
});

test('entries of unknown tasks and what stands beside the inputs stay', () => {
  const entries = [
    { task: 'other', with: { token: 'x' } },
    { ...http({}), if: 'SLOs()' },
  ];
  expect(extractSensitive(entries, registry)).toEqual({ entries, secrets: {} });
});
