import type { LoadMeasurement } from '../../model/measurement.ts';
import { histogramOf, loadWith, measurementOf, times } from '../common/loads.fixture.ts';
import { notesOf } from './notes.ts';

function notes(count: number, more: Partial<LoadMeasurement> = {}) {
  return notesOf(measurementOf(loadWith(times(count, 2), more)), [{ lower: 400 }]);
}

test('a load without trouble leaves nothing to say', () => {
  expect(notes(100, { peers: { '10.0.0.1:80': 100 } })).toEqual([]);
});

test('a target that cannot be reached is said in words, with a hint', () => {
  const refused = {
    sent: 5,
    errors: 5,
    failures: { refused: 5 },
    failureExamples: { refused: 'connect ECONNREFUSED' },
  };
  expect(notes(0, refused)).toEqual([
    {
      kind: 'failures',
      subject: 'http',
      message: 'no request was answered: all 5 failed (refused): connect ECONNREFUSED',
      hint: expect.stringContaining('nothing listens at that address'),
    },
  ]);
});

test('failures are told by kind, the most frequent first', () => {
  const messages = notes(90, { sent: 100, failures: { reset: 3, timeout: 7 } }).map(({ message }) => message);
  expect(messages).toEqual(['7 of 100 requests failed (timeout)', '3 of 100 requests failed (reset)']);
});

test('statuses that count as errors are told', () => {
  expect(notes(10, { statuses: { 200: 5, 404: 2, 503: 3 } })).toMatchObject([
    { message: '5 of 10 requests were answered with a status that counts as an error (503: 3, 404: 2)' },
  ]);
});

test('dropped requests are told with the connections that were not enough', () => {
  expect(notes(90, { dropped: 10, bounds: histogramOf(times(10, 5)) })).toMatchObject([
    { kind: 'dropped', message: '10 of 100 requests were due and never sent: none of the 4 connections was free' },
  ]);
});

test('a late generator is told', () => {
  expect(notes(100, { lag: histogramOf(times(100, 70)) })).toMatchObject([{ kind: 'lag' }]);
});

describe('addresses', () => {
  test('are told when there are several', () => {
    expect(notes(100, { peers: { '10.0.0.1:80': 48, '10.0.0.2:80': 52 } })).toEqual([
      { kind: 'peers', subject: 'http', message: 'requests went to 2 addresses: 10.0.0.2:80 52 %, 10.0.0.1:80 48 %' },
    ]);
  });

  test('that got unequal shares come with a hint', () => {
    expect(notes(100, { peers: { '10.0.0.1:80': 90, '10.0.0.2:80': 10 } })).toMatchObject([
      { hint: expect.stringContaining('maxRequestsPerConnection') },
    ]);
  });
});
