// What the schema of the http task refuses before the task itself looks at its inputs.
import { registry } from '../../runner/tasks/registry.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';

const url = 'http://target.test/';

test.each<[problem: string, inputs: Record<string, unknown>]>([
  ['http.url: "localhost:8080/get" is not allowed', { url: 'localhost:8080/get' }],
  ['http.url: "http:/x" is not allowed', { url: 'http:/x' }],
  ['http.url: "ftp://a.test/" is not allowed', { url: 'ftp://me:pw@a.test/?token=1' }],
  ['http.url: "http://a.test:99999/" is not allowed', { url: 'http://a.test:99999/' }],
  ['http.payloadURL: "file:///etc/passwd" is not allowed', { url, payloadURL: 'file:///etc/passwd' }],
  ['http.method: "GET /" is not allowed', { url, method: 'GET /' }],
  ['http.headers.X-A: what is given (not shown) is not allowed', { url, headers: { 'X-A': 'a\r\nX-B: b' } }],
  ['http.headers.X A: this cannot be the name of a header', { url, headers: { 'X A': '1' } }],
  ['http.contentType: "a\\nb" is not allowed', { url, contentType: 'a\nb' }],
  ['http.duration: "10" is not allowed', { url, duration: '10' }],
  ['http.stages[0].duration: "x" is not allowed', { url, arrival: 'poisson', stages: [{ qps: 1, duration: 'x' }] }],
  ['http.expect.bodyMatches: "(" is not allowed', { url, expect: { bodyMatches: '(' } }],
  ['http.endpoints.a.timeout: "soon" is not allowed', { url, endpoints: { a: { timeout: 'soon' } } }],
])('%s', (problem, http) => {
  const { problems } = tasksFromValues({ tasks: ['http'], http }, registry);
  expect(problems.map(({ path, message }) => `${path}: ${message.split(';')[0]}`)).toEqual([problem]);
});
