import { Ajv } from 'ajv';
import fc from 'fast-check';
import { toJsonSchema } from './json-schema.ts';
import { formats } from './normalise/formats.ts';
import { normalise } from './normalise/normalise.ts';
import { createPlace } from './normalise/place.ts';
import { loadSchema, registry } from './tasks.fixture.ts';
import { tasksFromValues } from './tasks-from-values.ts';
import { valuesSchema } from './values-schema.ts';

function compile(schema: object): (value: unknown) => boolean {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(`iter8-${name}`, check);
  return ajv.compile(schema);
}

const helm = compile(valuesSchema(registry));
const url = 'http://h/';

test.each<[rule: string, http: unknown]>([
  ['numbers as texts', { url, qps: '0.5' }],
  ['texts as numbers and booleans', { url, payloadStr: 5, method: true }],
  ['one scalar for a list', { url, percentiles: '99.9' }],
  ['one object for a list', { url, errorRanges: { lower: 500 } }],
  ['an empty list of --set', { url, percentiles: [''] }],
  ['booleans as texts', { url, follow: 'true' }],
  ['booleans as words', { url, mode: true, endpoints: { get: { mode: 'auto' } } }],
  ['torn names', { url, headers: { X: { Y: 1 } }, endpoints: { v1: { 2: { qps: '5' }, qps: 1 } } }],
  ['null for anything', { url: null, headers: null, endpoints: { get: null }, percentiles: null, follow: null }],
  ['if and when', { url, if: 'SLOs()', when: 'always' }],
])("the chart's schema takes %s", (_, http) => {
  expect(helm({ tasks: ['http'], http })).toBe(true);
});

test.each<[rule: string, values: object]>([
  ['an unknown input', { http: { qqps: 5 } }],
  ['an unknown input of an endpoint', { http: { endpoints: { get: { ulr: 'x' } } } }],
  ['an unknown input of a nested object', { http: { errorRanges: [{ lowest: 5 }] } }],
  ['an unknown value', { runer: 'job' }],
  ['a text for a number', { http: { qps: 'many' } }],
  ['a number beyond its limits', { http: { numRequests: 0 } }],
  ['a word that is none of the allowed', { http: { arrival: 'never' } }],
  ['a list for a text', { http: { payloadStr: ['x'] } }],
])("the chart's schema refuses %s", (_, values) => {
  expect(helm({ tasks: ['http'], ...values })).toBe(false);
});

test("the chart's schema needs tasks, and takes them as one word", () => {
  expect(helm({ http: { url } })).toBe(false);
  expect(helm({ tasks: 'http' })).toBe(true);
});

test('pairs are a form of limits', () => {
  expect(helm({ tasks: ['assess'], assess: { SLOs: { upper: [{ metric: 'a/b', limit: '5' }] } } })).toBe(true);
  expect(helm({ tasks: ['assess'], assess: { SLOs: { upper: [{ metrik: 'a/b', limit: '5' }] } } })).toBe(false);
});

const fields = [...Object.keys(loadSchema.fields), 'v1', '2', 'X', 'lower'];
const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('5', '0.5', '30s', 'GET', url, ''),
);
const { value: given } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 3 }),
  ),
}));
const inputs = fc.dictionary(fc.constantFrom(...fields), given, { maxKeys: 5 });

test('what the normaliser lets through, the strict schema does, too', () => {
  const strict = compile(toJsonSchema(loadSchema, { forms: 'normalised' }));
  fc.assert(
    fc.property(inputs, (value) => {
      expect(strict(normalise(loadSchema, value, createPlace('http', [])))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("what the normaliser has nothing against, the chart's schema has not either", () => {
  fc.assert(
    fc.property(inputs, (http) => {
      const { problems } = tasksFromValues({ tasks: ['http'], http: { url, ...http } }, registry);
      if (problems.length === 0) expect(helm({ tasks: ['http'], http: { url, ...http } })).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
