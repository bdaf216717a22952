import { ourDocument } from '../documents.fixture.ts';
import { viewOf } from '../view.ts';
import { runningDocument } from './running.fixture.ts';
import { standingsOf } from './slos-so-far.ts';
import { standingWords, tallyWords } from './words.ts';

const of = (document: ReturnType<typeof ourDocument>) => standingsOf(document, viewOf(document));

test('before they are judged SLOs stand beside what was measured so far', () => {
  expect(of(runningDocument())).toMatchObject([
    { title: 'http/latency-mean (msec) <= 60', state: 'within', value: 50.5, margin: 9.5 },
    { title: 'http/latency-p99 (msec) <= 90', state: 'beyond', value: 99, margin: -9 },
    { title: '5 <= abn/sales/mean', state: 'unknown' },
  ]);
});

test('in words there are values with their units and margins', () => {
  const standings = of(runningDocument());
  expect(standings.map(standingWords)).toEqual([
    '50.50 ms, 9.50 ms to spare',
    '99 ms, 9 ms beyond the limit',
    'no value yet',
  ]);
  expect(tallyWords(standings)).toBe('SLOs so far: 1 within the limit, 1 beyond the limit, 1 open');
});

test('once they are judged the verdict counts', () => {
  const standings = of(ourDocument());
  expect(standings).toMatchObject([{ title: 'http/latency-mean (msec) <= 60', state: 'satisfied' }]);
  expect(tallyWords(standings)).toBe('SLOs: 1 satisfied');
});

test('limits that are written as a map, as people do, are found, too', () => {
  const document = {
    ...runningDocument(),
    spec: [{ task: 'assess', with: { SLOs: { upper: { 'http/latency-p99.0': 100 } } } }],
  };
  expect(of(document)).toMatchObject([{ state: 'within', value: 99, margin: 1 }]);
});

test('a lower bound is told as one', () => {
  const document = runningDocument({
    current: [{ 'http/latency-mean': { value: 70, atLeast: 'a request was given up' } }],
  });
  expect(standingWords(of(document)[0] ?? fail())).toMatch(/^70.* or more, 10/);
});

function fail(): never {
  throw new Error('there is none');
}
