import type { Document } from '../model/document.ts';
import { createBench, measurement, upper } from './loop.fixture.ts';

const entries = [
  { task: 'http', with: { act: 'measure' } },
  { task: 'assess', with: { act: 'judge' } },
];
const acts: Parameters<typeof createBench>[0] = {
  measure: (emit) => {
    emit.measurement(measurement('http', [5]));
    emit.note({ kind: 'lag', subject: 'http', message: 'late' });
  },
  judge: (emit) => void emit.slos(upper('http/latency-p50', 9)),
};
const first = () => createBench(acts).run(entries);

test('a loop starts clean: no failure, no verdicts, no values and notes of the one before', async () => {
  const before = await first();
  if (before.result !== undefined) before.result.failure = true;
  const bench = createBench(acts);
  await bench.run(entries, { document: before });
  const [start] = bench.saved;
  expect(start?.result).toMatchObject({
    numLoops: 2,
    numCompletedTasks: 0,
    failure: false,
    startTime: before.result?.startTime,
  });
  expect(start?.details).toMatchObject({
    state: 'running',
    loop: 2,
    loops: [1],
    verdicts: [],
    loads: [],
    current: [{}],
    notes: [],
  });
  expect(bench.saved.at(-1)?.result?.insights?.nonHistMetricValues[0]?.['http/latency-p50']).toEqual([5, 5]);
});

test('SLOs are judged by the current loop alone', async () => {
  const before = await first();
  const { details } = await createBench({ judge: acts.judge ?? (() => {}) }).run(entries, { document: before });
  expect(details?.verdicts).toMatchObject([{ verdict: 'inconclusive', reason: expect.stringContaining('no metrics') }]);
});

test.each([
  ['owner', { owner: 'other', spec: 'abc' }],
  ['spec', { owner: 'me', spec: 'other' }],
])('a result of another %s is not continued, and that is said', async (_, identity) => {
  const bench = createBench(acts);
  const { result, details } = await bench.run(entries, { document: await first(), identity });
  expect(result?.numLoops).toBe(1);
  expect(details?.loops).toEqual([1]);
  expect(bench.lines[0]).toBe('info the result that was there is of another experiment: a new one is started');
});

test('a result of 0.13 is not continued either', async () => {
  const { spec, result } = await first();
  const next = await createBench(acts).run(entries, {
    document: { spec, ...(result === undefined ? {} : { result }) },
  });
  expect(next.result?.numLoops).toBe(1);
});

test('a loop whose process is gone is closed as aborted; what it measured is kept', async () => {
  const before = await first();
  const dead: Document = { ...before, ...(before.details && { details: { ...before.details, state: 'running' } }) };
  const bench = createBench(acts);
  const { result, details } = await bench.run(entries, { document: dead });
  expect(result?.numLoops).toBe(2);
  expect(details?.loops).toEqual([1, 2]);
  expect(details?.notes[0]).toMatchObject({ kind: 'aborted', subject: 'loop 1' });
  expect(bench.lines[0]).toMatch(/^warning loop 1 was aborted/);
});

test('a series that no longer pairs up with its loops is let go, the others stay', async () => {
  const before = await first();
  before.result?.insights?.nonHistMetricValues[0]?.['http/latency-p50']?.push(1, 2);
  const { result } = await createBench(acts).run(entries, { document: before });
  expect(result?.insights?.nonHistMetricValues[0]).toMatchObject({
    'http/latency-p50': [5],
    'http/request-count': [1, 1],
  });
});
