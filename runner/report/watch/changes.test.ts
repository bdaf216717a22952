import fc from 'fast-check';
import { hostileDocument, ourDocument } from '../documents.fixture.ts';
import { changesBetween, progressSaid } from './changes.ts';
import { runningDocument } from './running.fixture.ts';
import { sceneOf } from './scene.ts';

const running = sceneOf(runningDocument());
const said = (...scenes: Parameters<typeof changesBetween>) =>
  changesBetween(...scenes).map(({ level, message }) => `${level} ${message}`);

test('the first look tells what has happened until then', () => {
  expect(said(undefined, running)).toEqual([
    'info task 1: http: started',
    'warn SLO http/latency-p99 (msec) <= 90 so far: 99 ms, 9 ms beyond the limit',
  ]);
});

test('what did not change is not told again', () => {
  expect(said(running, sceneOf(runningDocument({ asOf: '2026-01-02T03:04:18.000Z' })))).toEqual([]);
});

test('the end is the verdict, after the steps and the SLOs', () => {
  expect(said(running, sceneOf(ourDocument()))).toEqual([
    'info task 1: http: completed after 12s',
    'info task 2: assess: completed',
    expect.stringMatching(/^info SLO http\/latency-mean \(msec\) <= 60: satisfied: 50.5/),
    expect.stringMatching(/^info the SLO is satisfied/),
  ]);
});

test('an SLO that comes back within its limit is told', () => {
  const current = [{ 'http/latency-mean': { value: 50 }, 'http/latency-p99': { value: 80 } }];
  expect(said(running, sceneOf(runningDocument({ current })))).toEqual([
    'info SLO http/latency-p99 (msec) <= 90 so far: 80 ms, 10 ms to spare',
  ]);
});

test('a failure says why, and so do notes of trouble', () => {
  const error = { code: 'STEP', message: 'the load was stopped', fix: 'look' };
  const failed = ourDocument({
    result: { failure: true, numCompletedTasks: 0 },
    details: {
      state: 'failed',
      steps: [{ name: 'http', title: '', state: 'failed', error }],
      verdicts: [],
      notes: [
        { kind: 'failures', subject: 'http', message: '7 requests were refused' },
        { kind: 'info', subject: 'http', message: 'nothing to worry about' },
      ],
    },
  });
  const lines = said(running, sceneOf(failed));
  expect(lines).toContain('error task 1: http: failure: the load was stopped');
  expect(lines).toContain('warn http: 7 requests were refused');
  expect(lines.join()).not.toContain('worry');
  expect(lines.at(-1)).toMatch(/^error the experiment failed/);
});

test('each loop begins anew', () => {
  const next = runningDocument({ loop: 2 });
  const second = { ...next, ...(next.result && { result: { ...next.result, numLoops: 2 } }) };
  expect(said(sceneOf(ourDocument()), sceneOf(second)).slice(0, 2)).toEqual([
    'info loop 2',
    'info task 1: http: started',
  ]);
});

test('progress is one line, with what was measured', () => {
  expect(progressSaid(running)).toBe(
    'task 1: http: 41%, http, 8.3/s of 8/s asked, 100 requests, 2 errors (2%), p50 50 ms, p99 98.98 ms',
  );
});

test('names and messages from elsewhere bring no control characters into a log', () => {
  fc.assert(
    fc.property(hostileDocument, (document) => {
      for (const { message } of changesBetween(undefined, sceneOf(document)))
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(progressSaid(sceneOf(document)) ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 50 },
  );
});
