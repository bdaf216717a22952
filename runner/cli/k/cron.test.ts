import { nextStart } from './cron.ts';

const now = Date.UTC(2026, 0, 14, 10, 7, 30); // a Wednesday
const next = (schedule: string, timeZone?: string, from = now) => {
  const at = nextStart(schedule, timeZone, from);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
};

test.each([
  ['* * * * *', '2026-01-14T10:08'],
  ['*/5 * * * *', '2026-01-14T10:10'],
  ['7 * * * *', '2026-01-14T11:07'],
  ['5/20 * * * *', '2026-01-14T10:25'],
  ['10-30/10 9,11 * * *', '2026-01-14T11:10'],
  ['0 0 * * *', '2026-01-15T00:00'],
  ['@hourly', '2026-01-14T11:00'],
  ['@weekly', '2026-01-18T00:00'],
  ['0 12 * * mon-fri', '2026-01-14T12:00'],
  ['0 9 * * 7', '2026-01-18T09:00'],
  ['0 0 1 FEB ?', '2026-02-01T00:00'],
  ['0 0 29 2 *', '2028-02-29T00:00'],
  ['0 0 13 * 5', '2026-01-16T00:00'], // either day
])('%s comes next at %s', (schedule, expected) => {
  expect(next(schedule)).toBe(expected);
});

test('a time zone is heeded, through a change to summer time, too', () => {
  expect(next('0 12 * * *', 'Europe/Berlin')).toBe('2026-01-14T11:00');
  expect(next('0 12 * * *', 'Europe/Berlin', Date.UTC(2026, 6, 1))).toBe('2026-07-01T10:00');
  expect(next('30 0 * * *', 'Asia/Kolkata')).toBe('2026-01-14T19:00');
  expect(next('0 3 * * *', 'Europe/Berlin', Date.UTC(2026, 2, 29, 0, 30))).toBe('2026-03-29T01:00');
});

test.each(['', '* * * *', '* * * * * *', '60 * * * *', '5-1 * * * *', '*/0 * * * *', 'a b c d e', '@every 5m'])(
  'what is not read here has no next time: %j',
  (schedule) => {
    expect(next(schedule)).toBeUndefined();
  },
);

test('neither has a day that never comes, nor a zone that nobody knows', () => {
  expect(next('0 0 31 2 *')).toBeUndefined();
  expect(next('* * * * *', 'Mars/Olympus')).toBeUndefined();
});
