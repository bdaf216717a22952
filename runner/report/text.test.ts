import type { StoredLoad } from '../model/document.ts';
import {
  type Changes,
  ourDocument,
  sampleDocument,
  sampleFile,
  samples,
  storedLoad,
  verdictOf,
} from './documents.fixture.ts';
import { textReport } from './text.ts';

const ordinary = textReport(ourDocument());

// What stands after 0.13's text.
function added(changes: Changes): string {
  const report = textReport(ourDocument(changes));
  expect(report.startsWith(ordinary)).toBe(true);
  return report.slice(ordinary.length);
}

function addedBy(load: Partial<StoredLoad>): string {
  return added({ details: { loads: [storedLoad(load)] } });
}

describe('the text report', () => {
  test.each(samples)('of a 0.13 document is what 0.13 printed, byte for byte: %s', (name) => {
    expect(textReport(sampleDocument(name))).toBe(sampleFile(name, 'report.txt'));
  });

  test('of an ordinary run of ours holds what 0.13 would have printed, and nothing else', () => {
    expect(ordinary).toBe(`
Experiment summary:
*******************

  Experiment completed: true
  No task failures: true
  Total number of tasks: 2
  Number of completed tasks: 2
  Number of completed loops: 1

Whether or not service level objectives (SLOs) are satisfied:
*************************************************************

  SLO Conditions                 | Satisfied
  --------------                 | ---------
  http/latency-mean (msec) <= 60 | true
  

Latest observed values for metrics:
***********************************

  Metric                   | value
  -------                  | -----
  http/latency-mean (msec) | 50.50
  http/latency-p99 (msec)  | 99.00
  http/request-count       | 100.00
  

`);
  });

  test('shows a metric of ours when an SLO names it', () => {
    const slos = { upper: [{ metric: 'http/lag-p99', limit: 2 }], lower: [] };
    expect(textReport(ourDocument({ insights: { SLOs: slos } }))).toContain('http/lag-p99 (msec)      | 0.10');
  });

  test('shows every metric when asked for all', () => {
    expect(ordinary).not.toContain('lag-p99');
    expect(textReport(ourDocument(), { all: true })).toContain('http/lag-p99 (msec)      | 0.10');
  });

  test('sorts metrics by their bytes', () => {
    const metricsInfo = Object.fromEntries(
      ['b/x', 'B/x', 'b-/x', '😀/x', '\uffee/x'].map((n) => [n, { type: 'Gauge' }]),
    );
    const document = ourDocument({ insights: { metricsInfo: metricsInfo as never } });
    const names = [...textReport(document).matchAll(/^ {2}(\S+) +\| unavailable/gm)].map(([, name]) => name);
    expect(names).toEqual(['B/x', 'b-/x', 'b/x', '\uffee/x', '😀/x']);
  });

  test('names an SLO metric nobody knows, as not satisfied and unavailable', () => {
    const slos = { upper: [{ metric: 'http/lateny-mean', limit: 2 }], lower: [] };
    const report = textReport(ourDocument({ insights: { SLOs: slos, SLOsSatisfied: {} }, details: { verdicts: [] } }));
    expect(report).toContain('  http/lateny-mean <= 2 | false\n');
    expect(report).toContain('  http/lateny-mean         | unavailable\n');
  });

  test('knows p50.0 as p50', () => {
    const slos = { upper: [{ metric: 'http/latency-p99.0', limit: 100 }], lower: [] };
    expect(textReport(ourDocument({ insights: { SLOs: slos } }))).toContain(
      '  http/latency-p99 (msec) <= 100 | true\n',
    );
  });

  test('does not take a value of an earlier loop for one of this loop', () => {
    const report = textReport(ourDocument({ details: { current: [{}], verdicts: [] } }));
    expect(report).toContain('http/latency-p99 (msec)  | unavailable');
  });
});

describe('what the text report adds', () => {
  test('why an SLO is inconclusive', () => {
    const verdicts = [verdictOf({ verdict: 'inconclusive', atLeast: true, reason: '3 requests were never answered' })];
    const report = textReport(ourDocument({ details: { verdicts } }));
    expect(report).toContain('  http/latency-mean (msec) <= 60 | false\n');
    expect(report).toContain(`
SLOs that could not be decided:
*******************************

  http/latency-mean (msec) <= 60: 50.5 or more; 3 requests were never answered

`);
  });

  test('dropped requests, with the rates', () => {
    expect(addedBy({ dropped: 20, sent: 80, asked: { qps: 10, connections: 1 } })).toBe(
      `Load that was not as asked:
***************************

  http: 20 of 100 requests that were due were never sent; 10 a second were asked for, 6.58 were sent

`,
    );
  });

  test('that the generator was late, where the task judged so', () => {
    const stalls = { count: 2, totalMs: 3, longestMs: 2 };
    const notes = [{ kind: 'lag' as const, subject: 'http', message: 'the load generator was late' }];
    expect(addedBy({ stalls })).toBe('');
    expect(added({ details: { notes, loads: [storedLoad({ stalls })] } })).toContain('the load generator was late');
  });

  test('that requests spread unevenly over addresses, where there is something to do about it', () => {
    const note = { kind: 'peers' as const, subject: 'http', message: 'requests went to 2 addresses' };
    expect(added({ details: { notes: [note] } })).toBe('');
    expect(added({ details: { notes: [{ ...note, hint: 'raise connections' }] } })).toContain('went to 2 addresses');
  });

  test('a note instead of the figures it is about', () => {
    const notes = [{ kind: 'dropped' as const, subject: 'http', message: 'too slow by half', hint: 'ask for less' }];
    expect(added({ details: { notes, loads: [storedLoad({ dropped: 5 })] } })).toBe(
      `Load that was not as asked:
***************************

  http: too slow by half
    Hint: ask for less

`,
    );
  });

  test('failed requests as the task put them, each with its hint', () => {
    const notes = [{ kind: 'failures' as const, subject: 'http', message: '20 of 100 (refused)', hint: 'is it up?' }];
    const loads = [storedLoad({ errors: 20, failures: { refused: 20 } })];
    expect(added({ details: { notes, loads } })).toBe(`Requests that failed:
*********************

  http: 20 of 100 (refused)
    Hint: is it up?

`);
  });

  test('failed requests by kind, with an example and the statuses, where the task put nothing', () => {
    const load = storedLoad({
      errors: 30,
      failures: { timeout: 5, refused: 20 },
      failureExamples: { refused: 'connect ECONNREFUSED 127.0.0.1:1' },
      statuses: { 200: 70, 503: 5 },
    });
    expect(added({ details: { loads: [load] } })).toBe(`Requests that failed:
*********************

  http: 30 of 100 requests count as errors
    refused: 20 (connect ECONNREFUSED 127.0.0.1:1)
    timeout: 5
    answers: 70 with 200, 5 with 503

`);
  });

  test('the step that failed, its error and how to fix it', () => {
    const error = { code: 'DOWNLOAD', message: 'payload.json: 404', fix: 'check the address' };
    const steps = [{ name: 'http', title: 'download payload.json', state: 'failed' as const, error }];
    expect(added({ details: { steps } })).toBe(`Steps that did not succeed:
***************************

  task 1: http: failed (download payload.json)
    payload.json: 404
    Hint: check the address

`);
  });

  test('that a run was interrupted, and which loads are partial', () => {
    expect(added({ details: { state: 'interrupted', loads: [storedLoad({ partial: true })] } })).toBe(
      `How the run ended:
******************

  the run was interrupted: what it measured until then is shown
  http: the load was stopped before its end: 100 requests were sent

`,
    );
  });

  test('a load that was stopped once, where a note says it', () => {
    const notes = [{ kind: 'interrupted' as const, subject: 'http', message: 'interrupted after 100 requests' }];
    expect(added({ details: { state: 'interrupted', notes, loads: [storedLoad({ partial: true })] } })).toBe(
      `How the run ended:
******************

  http: interrupted after 100 requests

`,
    );
  });

  test('that a load is still running', () => {
    expect(added({ details: { state: 'running', loads: [storedLoad({ partial: true })] } })).toContain('still running');
  });
});
