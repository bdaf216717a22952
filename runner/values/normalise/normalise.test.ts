import fc from 'fast-check';
import type { Problem } from '../../model/errors.ts';
import type { Schema } from '../../model/schema.ts';
import { loadSchema } from '../tasks.fixture.ts';
import { normalise } from './normalise.ts';
import { createPlace } from './place.ts';

const secret = (key: string) => `\${secret:${key}}`;

function run(value: unknown, schema: Schema = loadSchema): { inputs: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  return { inputs: normalise(schema, value, createPlace('http', problems)), problems };
}

test.each<[rule: string, given: unknown, inputs: unknown]>([
  ['a number takes a numeric text', { qps: '0.5' }, { qps: 0.5 }],
  ['a number takes an exponent', { numRequests: '1e3' }, { numRequests: 1000 }],
  ['a number takes what is beyond 53 bits', { extra: 2n ** 60n }, { extra: 2 ** 60 }],
  ['a text takes a number', { payloadStr: 5 }, { payloadStr: '5' }],
  ['a text keeps all digits of a large number', { payloadStr: 9007199254740993n }, { payloadStr: '9007199254740993' }],
  ['a text takes a boolean', { payloadStr: true }, { payloadStr: 'true' }],
  ['a text stays what was typed', { payloadStr: '1e6' }, { payloadStr: '1e6' }],
  ['a boolean takes its name', { follow: 'TRUE' }, { follow: true }],
  ['a list takes one scalar', { percentiles: '99.9' }, { percentiles: [99.9] }],
  ['a list takes one object', { errorRanges: { lower: '500' } }, { errorRanges: [{ lower: 500 }] }],
  ['a list of one empty text is empty', { percentiles: [''] }, { percentiles: [] }],
  ['null is not given', { qps: null, headers: { a: null }, endpoints: { x: null } }, { headers: {}, endpoints: {} }],
  ['an endpoint without inputs is one', { endpoints: { x: {} } }, { endpoints: { x: {} } }],
  ['a torn name is joined', { headers: { X: { Y: { Z: 1 } } } }, { headers: { 'X.Y.Z': '1' } }],
  [
    'a torn name of an object is joined',
    { endpoints: { v1: { 2: { qps: 1 } } } },
    { endpoints: { 'v1.2': { qps: 1 } } },
  ],
  [
    'a name may be the beginning of another',
    { endpoints: { v1: { qps: 1, 2: { qps: 2 } } } },
    { endpoints: { v1: { qps: 1 }, 'v1.2': { qps: 2 } } },
  ],
  [
    'a reference to a secret may stand in a URL',
    { url: `http://${secret('u')}@h:${secret('p')}/` },
    { url: `http://${secret('u')}@h:${secret('p')}/` },
  ],
  ['a URL may be a reference', { url: secret('url') }, { url: secret('url') }],
])('%s', (_, given, inputs) => {
  expect(run(given)).toEqual({ inputs, problems: [] });
});

test.each<[given: unknown, path: string, message: string]>([
  [{ qqps: 5 }, 'http.qqps', 'unknown input; did you mean qps?'],
  [{ qqps: null }, 'http.qqps', 'unknown input; did you mean qps?'],
  [{ constructor: 5 }, 'http.constructor', 'unknown input'],
  [{ qps: 'abc' }, 'http.qps', '"abc" is not allowed; give a number, at most 1000000'],
  [{ qps: '0x10' }, 'http.qps', '"0x10" is not allowed; give a number, at most 1000000'],
  [{ qps: true }, 'http.qps', 'true is not allowed; give a number, at most 1000000'],
  [{ numRequests: 0 }, 'http.numRequests', '0 is not allowed; give a whole number, at least 1'],
  [{ numRequests: '1.5' }, 'http.numRequests', '"1.5" is not allowed; give a whole number, at least 1'],
  [{ percentiles: [50, 101] }, 'http.percentiles[1]', '101 is not allowed; give a number, above 0 and at most 100'],
  [{ percentiles: [null, 5] }, 'http.percentiles[0]', 'missing: a list has no gaps'],
  [{ errorRanges: [{}, {}, {}, {}] }, 'http.errorRanges', 'the list has 4 items; at most 3 allowed'],
  [{ errorRanges: 'x' }, 'http.errorRanges[0]', '"x" is not allowed; give inputs by name: lower'],
  [{ follow: 'maybe' }, 'http.follow', '"maybe" is not allowed; give true or false'],
  [{ arrival: 'poison' }, 'http.arrival', '"poison" is not allowed; give constant or poisson; did you mean poisson?'],
  [
    { duration: '30' },
    'http.duration',
    '"30" is not allowed; give a duration such as 300ms, 30s or 1h30m; did you mean 30s?',
  ],
  [
    { duration: 30 },
    'http.duration',
    '30 is not allowed; give a duration such as 300ms, 30s or 1h30m; did you mean 30s?',
  ],
  [{ method: 'GE T' }, 'http.method', '"GE T" is not allowed; give an HTTP method such as GET or POST'],
  [{ pattern: '(' }, 'http.pattern', '"(" is not allowed; give a regular expression'],
  [
    { url: 'localhost:8080/get' },
    'http.url',
    '"localhost:8080/get" is not allowed; give a URL such as http://host:8080/path; did you mean http://localhost:8080/get?',
  ],
  [
    { url: 'ftp://me:secret@host/?token=1' },
    'http.url',
    '"ftp://host/" is not allowed; give a URL such as http://host:8080/path',
  ],
  [
    { payloadStr: ['a'] },
    'http.payloadStr',
    'a list is not allowed; give a text; in --set a text that starts with { is written \\{',
  ],
  [
    { payloadStr: { a: 1 } },
    'http.payloadStr',
    'a map is not allowed; give a text; in --set a dot in a name is written \\.',
  ],
  [{ headers: { 'a b': 'x' } }, 'http.headers.a b', 'this cannot be the name of a header'],
  [{ headers: { '': 'x' } }, 'http.headers.', 'a header without a name'],
  [
    { headers: { 'a.b': 1, a: { b: 2 } } },
    'http.headers.a.b',
    'given twice: once with the dot in its name, once nested; keep one of them',
  ],
  [{ endpoints: { get: { ulr: 'x' } } }, 'http.endpoints.get.ulr', 'unknown input; did you mean url?'],
  [{ endpoints: { get: { headrs: { a: 'b' } } } }, 'http.endpoints.get.headrs', 'unknown input; did you mean headers?'],
  [5, 'http', '5 is not allowed; give inputs by name: url, headers, numRequests, qps, duration, payloadStr, …'],
])('%j: %s', (given, path, message) => {
  expect(run(given).problems).toEqual([{ path, message }]);
});

test('all problems are said at once, and what is right remains', () => {
  const { inputs, problems } = run({ qps: 'x', follow: 5, method: 'GET', nope: 1 });
  expect(problems.map(({ path }) => path)).toEqual(['http.qps', 'http.follow', 'http.nope']);
  expect(inputs).toEqual({ method: 'GET' });
});

test.each([
  { token: ['c4n4ry'] },
  { token: { c4n4ry: 1 } },
  { headers: 'c4n4ry' },
  { headers: { A: 'c4n4ry\n' } },
  { headers: { A: ['c4n4ry'] } },
  { endpoints: { x: { headers: { A: 'c4n4ry\u0000' } } } },
  { headrs: { A: 'c4n4ry' } },
])('a problem never shows the value of a sensitive input: %j', (given) => {
  const { problems } = run(given);
  expect(problems).not.toEqual([]);
  expect(JSON.stringify(problems)).not.toContain('c4n4ry');
});

test('pairs of a result document become the map they were', () => {
  const limits = {
    kind: 'map',
    of: { kind: 'number', describe: '' },
    pairs: { key: 'metric', value: 'limit' },
    describe: '',
  } as const;
  expect(run([{ metric: 'a/b', limit: 5 }], limits).inputs).toEqual({ 'a/b': 5 });
  expect(run([{ limit: 5 }], limits).problems).toHaveLength(1);
});

const names = fc.constantFrom(...Object.keys(loadSchema.fields), 'x', '9', 'a.b', '__proto__', 'constructor', '');
const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt(),
  fc.string(),
  fc.constantFrom('5', '30s', 'true', 'http://h/'),
);
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
}));

test('what was normalised once is normalised', () => {
  fc.assert(
    fc.property(fc.dictionary(names, anyValue, { maxKeys: 6 }), (given) => {
      const { inputs } = run(given);
      expect(run(inputs)).toEqual({ inputs, problems: [] });
    }),
    { numRuns: 2000 },
  );
});
