import { nextLoop } from './next-loop.ts';

const now = Date.UTC(2026, 0, 14, 10, 7, 30);

test.each([
  [
    { cron: '*/5 * * * *', timeZone: undefined, isPaused: false },
    { words: 'waiting for the next loop at 2026-01-14 10:10 UTC (*/5 * * * *)', inMs: 150_000 },
  ],
  [{ cron: '@every 5m', timeZone: undefined, isPaused: false }, { words: 'waiting for the next loop: @every 5m' }],
  [
    { cron: '*/5 * * * *', timeZone: undefined, isPaused: true },
    { words: 'waiting for the next loop: its CronJob (*/5 * * * *) is suspended' },
  ],
])('of %j', (schedule, news) => {
  expect(nextLoop(schedule, now)).toEqual(news);
});
