import type { Slos } from '../../model/slo.ts';
import type { Capabilities, Emit } from '../../model/task.ts';
import { type AssessInputs, assess } from './task.ts';

const inputs: AssessInputs = {
  SLOs: { upper: { 'http/latency-mean': 50, 'http/error-count': 0 }, lower: { 'http/qps-achieved': 95 } },
};
const slos: Slos = {
  upper: [
    { metric: 'http/latency-mean', limit: 50 },
    { metric: 'http/error-count', limit: 0 },
  ],
  lower: [{ metric: 'http/qps-achieved', limit: 95 }],
};
const problems = (given: AssessInputs) => assess.check?.(given).map(({ path, message }) => `${path}: ${message}`);

test('SLOs are judged in the order given', async () => {
  const judged: Slos[] = [];
  const emit = { slos: (given: Slos) => judged.push(given) } as unknown as Emit;
  for (const step of assess.expand(inputs, { versions: 1 })) await assess.run(step, {} as Capabilities, emit);
  expect(judged).toEqual([slos]);
});

test('the entry lists SLOs as readers of the result document know them', () => {
  const [step] = assess.expand(inputs, { versions: 1 });
  expect(step).toMatchObject({ title: 'judge 3 SLOs', entry: { task: 'assess', with: { SLOs: slos } } });
});

test('a side without limits is left out of the entry', () => {
  const [step] = assess.expand({ SLOs: { upper: { 'http/error-count': 0 } } }, { versions: 1 });
  expect(step?.entry).toEqual({
    task: 'assess',
    with: { SLOs: { upper: [{ metric: 'http/error-count', limit: 0 }] } },
  });
});

test('what is right is left alone', () => {
  expect(problems(inputs)).toEqual([]);
  expect(problems({ SLOs: { upper: { 'grpc-get/latency/p99.9': 1.5 } } })).toEqual([]);
});

test.each<[problem: string, inputs: AssessInputs]>([
  ['SLOs: there is none: give at least one, such as SLOs.upper.http/error-count=0', {}],
  ['SLOs: there is none: give at least one, such as SLOs.upper.http/error-count=0', { SLOs: { upper: {} } }],
  [
    'SLOs.upper.latency-mean: a metric is named provider/name, such as http/latency-mean',
    { SLOs: { upper: { 'latency-mean': 5 } } },
  ],
  ['SLOs.lower.a/b: the limit NaN is not a finite number', { SLOs: { lower: { 'a/b': Number.NaN } } }],
  [
    'SLOs.lower.a/b: nothing is at least 6 and, as SLOs.upper wants it, at most 5',
    { SLOs: { upper: { 'a/b': 5 }, lower: { 'a/b': 6 } } },
  ],
])('%s', (problem, given) => {
  expect(problems(given)).toEqual([problem]);
});
