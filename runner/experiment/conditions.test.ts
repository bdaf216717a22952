import fc from 'fast-check';
import jsep from 'jsep';
import type { Result } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Facts } from './condition/compile.ts';
import { checkConditions, compileCondition } from './conditions.ts';

const result: Result = {
  startTime: '2023-01-11T14:43:45Z',
  numLoops: 10,
  numCompletedTasks: 2,
  failure: false,
  iter8Version: 'v0.13',
  insights: {
    numVersions: 1,
    versionNames: null,
    metricsInfo: { 'http/error-count': { type: 'Counter' } },
    nonHistMetricValues: [{ 'http/error-count': [0, 3] }],
    histMetricValues: [{}],
    SummaryMetricValues: [{}],
  },
};
const facts: Facts = { result, completed: true, slos: false, noFailure: true };
const ask = (text: string, more: Partial<Facts> = {}) => compileCondition(text)({ ...facts, ...more });

test.each([
  ['Result.NumLoops == 10', true],
  ['Result.NumLoops != 10', false],
  ['Result.NumLoops >= 10 && Result.NumLoops <= 10', true],
  ['Result.NumLoops > -1', true],
  ['Result.Failure', false],
  ['not SLOs()', true],
  ['!SLOs()', true],
  ['SLOs() and Completed()', false],
  ['SLOs() or Completed()', true],
  ['SLOs() || NoFailure()', true],
  ['(NoFailure())', true],
  ['Result.Iter8Version == "v0.13"', true],
  ["Result.StartTime < '2024'", true],
  ['Result.Insights != nil', true],
  ['Result.Insights.NumVersions == 1', true],
  ['Result.Insights.NonHistMetricValues[0]["http/error-count"][1] > 2', true],
  ['Result["NumLoops"] == 10', true],
  ['true', true],
])('%s is %s', (text, expected) => expect(ask(text)).toBe(expected));

test('not binds tighter than and, and tighter than or', () => {
  const values = [true, false];
  for (const a of values) {
    for (const b of values) {
      for (const c of values) {
        const of = (text: string) => ask(text, { slos: a, completed: b, noFailure: c });
        expect(of('SLOs() or Completed() and not NoFailure()')).toBe(a || (b && !c));
        expect(of('not SLOs() and Completed() or NoFailure()')).toBe((!a && b) || c);
        expect(of('not (SLOs() or Completed()) && NoFailure()')).toBe(!(a || b) && c);
      }
    }
  }
});

test.each([
  ['Result.NumLops == 10', 'unknown field NumLops; did you mean NumLoops?'],
  ['Resutl.NumLoops == 10', 'unknown name Resutl; did you mean Result?'],
  ['SLO()', 'unknown function SLO(); did you mean SLOs?'],
  ['SLOs', 'write SLOs()'],
  ['SLOs(1)', 'takes no arguments'],
  ['Result.NumLoops == "10"', 'a number cannot be compared with a string'],
  ['Result.NumLoops < true', 'not a number with a boolean'],
  ['Result.NumLoops', 'has to be true or false, not a number'],
  ['Result', 'has to be true or false, not an object'],
  ['not Result.NumLoops', 'needs true or false, not a number'],
  ['Result.NumLoops and SLOs()', 'needs true or false, not a number'],
  ['1 + 1 == 2', 'unexpected "+"'],
  ['SLOs() ? true : false', 'unexpected "?"'],
  ['SLOs(); true', 'unexpected ";"'],
  ['SLOs() Completed()', 'one expression'],
  ['SLOs() and', 'Expected expression after and'],
  ['not', 'missing unaryOp argument'],
  ['this', '`this` cannot be used'],
  ['Result.constructor', 'unknown field constructor'],
  ['Result.__proto__', 'unknown field __proto__'],
  ['Result["__proto__"]', 'unknown field __proto__'],
  ['Result.StartTime.length == 3', 'a string has no fields'],
  ['constructor()', 'unknown function constructor()'],
  ['Result.toString()', 'only SLOs(), Completed() and NoFailure() can be called'],
  ['(SLOs()', 'Unclosed'],
  ['', 'empty'],
  ['()', 'one expression'],
])('%s is refused before the run', refuses);

test.each([
  ['nested more than 32 levels', `${'('.repeat(40)}true${')'.repeat(40)}`],
  ['longer than 1000 characters', `true${' and true'.repeat(200)}`],
])('a condition %s is refused before the run', (message, text) => refuses(text, message));

function refuses(text: string, message: string): void {
  expect(checkConditions([{ task: 'assess', with: {}, if: text }])).toEqual([
    { path: 'assess.if', message: expect.stringContaining(message) },
  ]);
}

test('a value that is not there yet is an explanation, not false', () => {
  const early = { ...result };
  delete early.insights;
  expect(() => ask('Result.Insights.NumVersions == 1', { result: early })).toThrow(/not there yet/);
  expect(ask('Result.Insights == nil', { result: early })).toBe(true);
});

test('what lies on a prototype is not there', () => {
  expect(() => ask('Result.Insights.NonHistMetricValues[0]["constructor"][0] == 1')).toThrow(Iter8Error);
  expect(() => ask('Result.Insights.MetricsInfo["__proto__"].Type == "x"')).toThrow(Iter8Error);
});

test('the grammar of jsep is left as it was', () => {
  expect(() => compileCondition('not SLOs() and (')).toThrow(Iter8Error);
  expect(jsep('1 + 2 * 3').type).toBe('BinaryExpression');
  expect(jsep('a ? b : c').type).toBe('ConditionalExpression');
  expect(jsep('and').type).toBe('Identifier');
});

const pieces = fc.constantFrom(
  ...['Result', '.NumLoops', '.constructor', '["__proto__"]', '[0]', 'SLOs()', 'Completed()', ' and ', ' or ', 'not '],
  ...[
    '!',
    '==',
    '!=',
    '<',
    '>=',
    '&&',
    '||',
    '(',
    ')',
    '1',
    '-',
    '"x"',
    "'",
    'true',
    'nil',
    ' ',
    '.',
    ',',
    '__proto__',
    'this',
  ],
);

test('any text gives true, false or an explanation', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (condition) => {
      try {
        expect(typeof ask(condition)).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(Iter8Error);
      }
    }),
    { numRuns: 3000 },
  );
});
