import type { Log, Progress } from '../../model/task.ts';
import { barLine, createProgressView } from './progress.ts';

const half: Progress = { done: 500, total: 1000, elapsedMs: 5000, rate: 99.96, errors: 3 };

describe('progress', () => {
  test('the bar shows the step, the share, requests, rate, time left and errors', () => {
    expect(barLine('http', half, 120)).toBe(
      'http  [============            ]  50% 500 of 1000 requests · 100.0/s · 5s left · 3 errors',
    );
  });

  test('a load with a duration is as far as its time', () => {
    expect(barLine('http', { done: 10, elapsedMs: 7500, totalMs: 10_000 }, 120)).toContain('75% 10 requests · 3s left');
  });

  test('what is waited for is said in words', () => {
    expect(barLine('ready', { done: 0, elapsedMs: 10, text: 'waiting for deployment web' }, 80)).toBe(
      'ready  waiting for deployment web',
    );
  });

  test.each([20, 40, 60, 80, 200])('it never fills a terminal of %i columns', (columns) => {
    expect(barLine('http: GET http://a-very-long-name.example.com/with/a/path', half, columns).length).toBeLessThan(
      columns,
    );
  });

  test('it is redrawn five times a second at most', () => {
    const { drawn, view, tick } = setUp(true);
    for (let i = 0; i < 100; i++) {
      view.update({ ...half, done: i });
      tick(10);
    }
    expect(drawn.filter((text) => text !== '')).toHaveLength(5);
  });

  test('without a terminal there is a line every ten seconds', () => {
    const { lines, view, tick } = setUp(false);
    view.step('http');
    for (let i = 0; i <= 25; i++) {
      view.update(half);
      tick(1000);
    }
    const line = 'http: 500 of 1000 requests, 100.0/s, 5s left, 3 errors';
    expect(lines).toEqual([line, line]);
  });
});

function setUp(bar: boolean) {
  const drawn: string[] = [];
  const lines: string[] = [];
  let time = 0;
  const keep = (message: string) => {
    lines.push(message);
  };
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const screen = {
    live: bar,
    colour: false,
    columns: () => 100,
    line: keep,
    status: (text: string) => void drawn.push(text),
  };
  return {
    drawn,
    lines,
    view: createProgressView(screen, log, { bar, now: () => time }),
    tick: (ms: number) => (time += ms),
  };
}
