import { loadWith, measurementOf, times } from './loads.fixture.ts';
import { stoppedNote } from './notes.ts';

describe('a load that ended before its end', () => {
  const limits = {
    abort: 'more than 50 % of the requests failed for 10s',
    longest: '1h',
    inputs: { maxDuration: 'maxDuration', rate: 'qps' },
  };
  const stopped = (why: string) => stoppedNote(why, measurementOf(loadWith(times(40, 2))), limits);
  test.each([
    ['interrupted', 'interrupted', 'interrupted after 40 of 100 requests'],
    ['abortOn', 'aborted', 'stopped after 40 of 100 requests: more than 50 % of the requests failed for 10s (abortOn)'],
    ['maxDuration', 'aborted', 'stopped after 40 of 100 requests: it took 1h (maxDuration)'],
  ])('by %s', (why, kind, message) => {
    expect(stopped(why)).toMatchObject({ kind, message, subject: 'http' });
  });
});
