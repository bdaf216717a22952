import { assertConditions } from './assert.ts';
import { parseConditions } from './conditions.ts';
import { ourDocument, sampleDocument, sampleFile, samples, storedLoad, verdictOf } from './documents.fixture.ts';

// The lines 0.13 printed, without those that are ours to print otherwise: warnings, and what the command adds.
function linesOf013(name: string): string[] {
  const ours = new Set(['inited Helm config', 'experiment does not involve any SLOs']);
  return [...sampleFile(name, 'assert.txt').matchAll(/level=info msg=(.*)/g)]
    .map(([, message = '']) => message)
    .filter((message) => !ours.has(message));
}

function said(document: Parameters<typeof assertConditions>[0], level: 'info' | 'warn'): string[] {
  return assertConditions(document, ['completed', 'nofailure', 'slos'])
    .lines.filter((line) => line.level === level)
    .map(({ message }) => message);
}

describe('assert', () => {
  test.each(samples.filter((name) => name !== 'abn-summary'))('says what 0.13 said: %s', (name) => {
    expect(said(sampleDocument(name), 'info')).toEqual(linesOf013(name));
  });

  test('slos without any SLO is not satisfied, unlike in 0.13', () => {
    const { lines, satisfied } = assertConditions(sampleDocument('abn-summary'), ['slos']);
    expect(satisfied).toBe(false);
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'experiment does not involve any SLOs: give the assess task some, or do not assert slos',
      },
      { level: 'info', message: 'SLOs are not satisfied' },
      { level: 'info', message: 'not all conditions were satisfied' },
    ]);
  });

  test('SLOs are satisfied where no SLO asks about the requests that failed, and a warning says so', () => {
    const slos = { upper: [{ metric: 'http/latency-mean', limit: 60 }], lower: [] };
    const failing = ourDocument({
      insights: { SLOs: slos },
      details: { loads: [storedLoad({ errors: 100 })], verdicts: [verdictOf({ ...slos.upper[0], value: 50 })] },
    });
    const { lines, satisfied } = assertConditions(failing, ['slos']);
    expect(satisfied).toBe(true);
    expect(lines).toEqual([
      { level: 'info', message: 'SLOs are satisfied' },
      { level: 'warn', message: 'But 100 of 100 requests failed, and no SLO asks about errors.' },
      { level: 'info', message: 'all conditions were satisfied' },
    ]);
  });

  test('each SLO that is not satisfied is named once, with its value or the reason', () => {
    expect(said(sampleDocument('two-versions'), 'warn')).toEqual([
      'SLO shop/latency-mean (msec) <= 50 is violated for shop-candidate-1 (v2): the value is 60.5',
      'SLO shop/budget <= 1e+06 is violated for shop (v1): the value is 1.23457e+07',
      'SLO shop/budget <= 1e+06 is inconclusive for shop-candidate-1 (v2): nobody reported shop/budget',
      'SLO 2.5 <= shop/orders (count) is inconclusive for shop-candidate-1 (v2): nobody reported shop/orders',
    ]);
  });

  test('an inconclusive SLO is not satisfied, and the reason is said', () => {
    const reason = '3 requests were never answered';
    const verdicts = [verdictOf({ verdict: 'inconclusive', atLeast: true, reason })];
    expect(said(ourDocument({ details: { verdicts } }), 'warn')).toEqual([
      'SLO http/latency-mean (msec) <= 60 is inconclusive: the value is 50.5 or more, 3 requests were never answered',
    ]);
  });

  test('SLOs that were never judged are not satisfied', () => {
    expect(said(sampleDocument('failed'), 'warn')).toEqual([
      'the SLOs were not judged: the run ended before its assess task',
    ]);
  });

  test('conditions are answered in the order asked, each once', () => {
    const { lines } = assertConditions(ourDocument(), ['slos', 'completed', 'slos']);
    expect(lines.map(({ message }) => message)).toEqual([
      'SLOs are satisfied',
      'experiment completed',
      'all conditions were satisfied',
    ]);
  });

  test.each([
    ['completed', true],
    ['failed', true],
    ['interrupted', true],
    ['aborted', true],
    ['running', false],
  ] as const)('a run that is %s: final is %s', (state, final) => {
    expect(assertConditions(ourDocument({ details: { state } }), ['completed']).final).toBe(final);
  });

  test('a 0.13 run is final once it completed or failed', () => {
    const running = sampleDocument('failed');
    if (running.result !== undefined) running.result.failure = false;
    expect(assertConditions(running, ['completed']).final).toBe(false);
    expect(assertConditions(sampleDocument('failed'), ['completed']).final).toBe(true);
    expect(assertConditions(sampleDocument('grpc-sample'), ['completed']).final).toBe(true);
    expect(assertConditions({ spec: [] }, ['completed'])).toMatchObject({ satisfied: false, final: false });
  });
});

describe('conditions', () => {
  test('may be repeated and separated by commas; each counts once, in the order given', () => {
    expect(parseConditions(['slos,completed', ' nofailure ', 'slos'])).toEqual(['slos', 'completed', 'nofailure']);
  });

  test('an unknown one is an error that names what was probably meant', () => {
    expect(() => parseConditions(['complete', 'slos'])).toThrow(
      'unknown condition "complete"; did you mean completed?',
    );
  });

  test('none at all is an error', () => {
    expect(() => parseConditions([','])).toThrow('choose from completed, nofailure, slos');
  });
});
