import { ourDocument, sampleDocument, storedLoad, verdictOf } from './documents.fixture.ts';
import { headlineInTwo, headlineOf } from './headline.ts';
import { viewOf } from './view.ts';

function said(document: Parameters<typeof viewOf>[0]): [string, string] {
  const { outcome, reason } = headlineInTwo(viewOf(document));
  return [outcome, reason.map((phrase) => (typeof phrase === 'string' ? phrase : phrase.name)).join('')];
}

describe('the verdict, with the reason in a sentence', () => {
  test('a pass names the SLO that comes closest', () => {
    expect(said(ourDocument())).toEqual(['pass', 'http/latency-mean is 50.50 ms, the limit is 60 ms.']);
    expect(said(sampleDocument('grpc-sample'))).toEqual([
      'pass',
      'grpc/latency/p99, the closest to its limit, is 47.56 ms, the limit is 60 ms.',
    ]);
  });

  test('a fail names the SLO that is farthest beyond its limit', () => {
    expect(said(sampleDocument('two-versions'))).toEqual([
      'fail',
      'shop/budget of shop (v1) is 12,345,678.9, the limit is 1,000,000; 1 more is violated.',
    ]);
  });

  test('a step that failed weighs more than any SLO', () => {
    expect(said(sampleDocument('failed'))[1]).toMatch(/^Task \d+, .*, failed\.$/);
    const error = { code: 'X', message: 'no route', fix: '' };
    const steps = [{ name: 'http', title: '', state: 'failed' as const, error }];
    expect(said(ourDocument({ result: { failure: true }, details: { steps } }))).toEqual([
      'fail',
      'Task 1, http, failed: no route',
    ]);
  });

  test('what could not be decided says why', () => {
    const verdicts = [verdictOf({ verdict: 'inconclusive', reason: 'too few' })];
    expect(said(ourDocument({ details: { verdicts } }))).toEqual([
      'inconclusive',
      'http/latency-mean could not be decided: too few',
    ]);
  });

  test('a run that goes on has no verdict yet', () => {
    expect(said(ourDocument({ result: { numCompletedTasks: 1 }, details: { state: 'running' } }))).toEqual([
      'running',
      '1 of 2 tasks are done; what is shown may still change.',
    ]);
    expect(said({ spec: [] })).toEqual(['running', 'Nothing has run yet.']);
  });

  test('SLOs that wait for their task are open, not undecided', () => {
    const running = ourDocument({
      result: { numCompletedTasks: 1 },
      insights: { SLOsSatisfied: {} },
      details: { state: 'running', verdicts: [] },
    });
    expect(headlineOf(viewOf(running)).words).toBe('the experiment is running, SLOs not judged yet');
  });

  test('a pass says that requests failed where no SLO asks about them', () => {
    const loads = [storedLoad({ errors: 90 })];
    expect(said(ourDocument({ details: { loads } }))[1]).toMatch(
      / But 90 of 100 requests failed, and no SLO asks about errors\.$/,
    );
    const asks = verdictOf({ metric: 'http/error-rate', limit: 1, value: 0.9 });
    const slos = { upper: [{ metric: 'http/error-rate', limit: 1 }], lower: [] };
    expect(said(ourDocument({ insights: { SLOs: slos }, details: { loads, verdicts: [asks] } }))).toEqual([
      'pass',
      expect.not.stringContaining('But'),
    ]);
  });

  test('a pass is one with a caveat also where an SLO asks about the errors of another endpoint only', () => {
    const slos = { upper: [{ metric: 'http-get/error-count', limit: 0 }], lower: [] };
    const loads = [storedLoad({ provider: 'http-get' }), storedLoad({ provider: 'http-post', errors: 100 })];
    const verdicts = [verdictOf({ ...slos.upper[0], value: 0 })];
    const { outcome, caveat } = headlineOf(
      viewOf(ourDocument({ insights: { SLOs: slos }, details: { loads, verdicts } })),
    );
    expect([outcome, caveat]).toEqual([
      'pass',
      ['But 100 of 100 requests of ', { name: 'http-post' }, ' failed, and no SLO asks about errors there.'],
    ]);
  });

  test('a pass is one with a caveat where requests were never sent and no SLO takes them into account', () => {
    const caveatOf = (metric: string, limit: number) => {
      const slos = { upper: [{ metric, limit }], lower: [] };
      const loads = [storedLoad({ sent: 10, dropped: 1_350 })];
      const verdicts = [verdictOf({ metric, limit, value: 0 })];
      return headlineOf(viewOf(ourDocument({ insights: { SLOs: slos }, details: { loads, verdicts } }))).caveat;
    };
    const words = 'But 1,350 of 1,360 requests were due and never sent, and no SLO asks about those.';
    expect(caveatOf('http/error-count', 0)).toEqual([words]);
    expect(caveatOf('http-other/latency-p99', 100)).toEqual([words]);
    for (const asks of ['http/latency-p99', 'http/dropped-count', 'http/qps-achieved']) {
      expect(caveatOf(asks, 2_000)).toBeUndefined();
    }
  });

  test('without SLOs there is neither pass nor fail', () => {
    expect(said(sampleDocument('abn-summary'))).toEqual([
      'none',
      'It had no SLOs, so there was nothing to pass or to fail.',
    ]);
  });
});
