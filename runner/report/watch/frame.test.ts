import fc from 'fast-check';
import { hostileDocument, ourDocument, sampleDocument, samples } from '../documents.fixture.ts';
import { frame, type Moment } from './frame.ts';
import { widthOf } from './line.ts';
import { runningDocument } from './running.fixture.ts';
import { sceneOf } from './scene.ts';

const terminal = { columns: 80, rows: 40, colour: false, unicode: true };
const moment: Moment = { subject: 'experiment.yaml in /work', sinceMs: 1000 };

test('while it runs: how far it is, what it sends, what it gets, and how its SLOs stand', () => {
  expect(frame(sceneOf(runningDocument()), moment, terminal)).toEqual([
    '▶ running · 13s · 0 of 2 tasks done',
    'SLOs so far: 1 within the limit, 1 beyond the limit, 1 open',
    'experiment.yaml in /work',
    '',
    '▶ 1 http: http://127.0.0.1:8080/get  13s',
    '    [==========              ] 43% · 100 of 240 requests · 8.3/s · 2 errors',
    '○ 2 assess: judge 3 SLOs',
    '',
    'http http://127.0.0.1:8080/get',
    '  8.3/s of 8/s asked · 100 requests · 2 errors (2%)',
    '  p50 ▃▅█ 50 ms',
    '  p99 ▅ █ 98.98 ms',
    '',
    'SLOs',
    '✔ http/latency-mean (msec) <= 60  50.50 ms, 9.50 ms to spare',
    '✘ http/latency-p99 (msec) <= 90   99 ms, 9 ms beyond the limit',
    '? 5 <= abn/sales/mean             no value yet',
  ]);
});

test('at the end: the verdict, and what to do next', () => {
  const shown = frame(sceneOf(ourDocument()), { ...moment, end: ['iter8 report shows all of it'] }, terminal);
  expect(shown[0]).toBe('✔ the SLO is satisfied');
  expect(shown).toContain('✔ 1 http: http://127.0.0.1:8080/get  12s');
  expect(shown.at(-1)).toBe('iter8 report shows all of it');
});

test('at the end of more than the terminal holds, the verdict is said again where it is seen', () => {
  const end = ['iter8 report shows all of it'];
  const tall = { ...terminal, rows: Number.POSITIVE_INFINITY };
  const verdict = '✔ the SLO is satisfied';
  const said = (height: number) =>
    frame(sceneOf(ourDocument()), { ...moment, end, height }, tall).filter((line) => line === verdict).length;
  expect(said(6)).toBe(2);
  expect(said(60)).toBe(1);
});

test('time goes on between two documents', () => {
  const scene = sceneOf(runningDocument());
  expect(frame(scene, { ...moment, sinceMs: 61_000 }, terminal)[0]).toBe('▶ running · 1m13s · 0 of 2 tasks done');
});

test('before there is anything: what is waited for', () => {
  expect(frame(undefined, { ...moment, news: 'there is no experiment.yaml; waiting' }, terminal)).toEqual([
    'experiment.yaml in /work',
    'there is no experiment.yaml; waiting',
  ]);
});

test('of many loads the one that runs is shown at length', () => {
  const [load] = runningDocument().details?.loads ?? [];
  const loads = Array.from({ length: 5 }, (_, i) => ({ ...(load ?? fail()), provider: `http-${i}`, partial: i === 4 }));
  const shown = frame(sceneOf(runningDocument({ loads })), moment, terminal);
  expect(shown.slice(shown.findIndex((line) => line.startsWith('http-')))).toEqual(
    expect.arrayContaining([
      'http-4 http://127.0.0.1:8080/get',
      '  p50 ▃▅█ 50 ms',
      'http-0 · 8.3/s · 100 requests · 2 errors (2%) · p50 50 ms · p99 98.98 ms',
    ]),
  );
});

test('a sparkline is drawn from three windows on', () => {
  const [load] = runningDocument().details?.loads ?? [];
  const course = { everyMs: 1000, sent: [8, 8], errors: [0, 0], p50: [10, 20], p99: [40, 50] };
  expect(frame(sceneOf(runningDocument({ loads: [{ ...(load ?? fail()), course }] })), moment, terminal)).toContain(
    '  p50 50 ms · p99 98.98 ms',
  );
});

test('a late generator and dropped requests are told where there are any', () => {
  const [load] = runningDocument().details?.loads ?? [];
  const late = { count: 9, sum: 900, mean: 100, m2: 0, min: 100, max: 100, buckets: [100, 9] };
  const loads = load === undefined ? [] : [{ ...load, lag: late, dropped: 7 }];
  const shown = frame(sceneOf(runningDocument({ loads })), moment, terminal).join('\n');
  expect(shown).toContain('7 due and never sent');
  expect(shown).toContain('the load generator is late: p99 100 ms');
});

test('a step that failed says why, and one that waits what for', () => {
  const error = { code: 'READY', message: 'deployment web is not available', fix: 'look' };
  const steps = [
    { name: 'ready', title: 'deployment web', state: 'failed' as const, error },
    { name: 'http', title: 'http', state: 'skipped' as const, reason: 'a step before it failed' },
  ];
  const shown = frame(
    sceneOf(ourDocument({ result: { failure: true }, details: { state: 'failed', steps } })),
    moment,
    terminal,
  );
  expect(shown[0]).toMatch(/^✘ the experiment failed/);
  expect(shown).toEqual(
    expect.arrayContaining([
      '✘ 1 ready: deployment web',
      '    deployment web is not available',
      '    a step before it failed',
    ]),
  );
  const progress = { done: 0, elapsedMs: 10, text: 'waiting for deployment web' };
  const waits = runningDocument({ steps: [{ name: 'ready', title: 'deployment web', state: 'running', progress }] });
  expect(frame(sceneOf(waits), moment, terminal)).toContain('    waiting for deployment web');
});

test.each([
  [40, 10],
  [40, 50],
  [25, 5],
  [200, 60],
])('on a terminal of %i columns and %i rows it stays within both, and keeps the verdict', (columns, rows) => {
  const shown = frame(
    sceneOf(runningDocument()),
    { ...moment, news: 'some news that are long enough to be wrapped' },
    { ...terminal, columns, rows },
  );
  expect(shown.length).toBeLessThanOrEqual(rows);
  expect(Math.max(...shown.map(widthOf))).toBeLessThan(columns);
  expect(shown[0]).toContain('running');
});

test('where there are few rows, SLOs in trouble come first', () => {
  const shown = frame(sceneOf(runningDocument()), moment, { ...terminal, rows: 11 });
  expect(shown.find((line) => line.includes('<= '))).toMatch(/^✘/);
});

test.each(samples)('shows what 0.13 wrote: %s', (name) => {
  const shown = frame(sceneOf(sampleDocument(name)), moment, { ...terminal, rows: Number.POSITIVE_INFINITY });
  expect(shown.length).toBeGreaterThan(2);
});

test('names and messages from elsewhere bring no control characters and no wide lines to the terminal', () => {
  fc.assert(
    fc.property(hostileDocument, fc.boolean(), (document, unicode) => {
      for (const line of frame(sceneOf(document), moment, { ...terminal, unicode })) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(widthOf(line)).toBeLessThan(80);
        if (!unicode) expect(line).toMatch(/^[ -~]*$/);
      }
    }),
    { numRuns: 50 },
  );
});

function fail(): never {
  throw new Error('there is no load');
}

test('at the end notes are told in full, over as many lines as they need', () => {
  const message = 'one of the words here is the last one that counts';
  const notes = [{ kind: 'failures' as const, subject: 'http', message, hint: `${message}, too` }];
  const shown = frame(sceneOf(ourDocument({ details: { notes } })), moment, { ...terminal, columns: 30, rows: 99 });
  const from = shown.findIndex((line) => line.startsWith('! http'));
  expect(shown.slice(from).join(' ').replace(/\s+/g, ' ')).toBe(`! http: ${message} ${message}, too`);
});
