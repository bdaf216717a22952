// What the target counts is what was asked for and what we say.
import autocannon from 'autocannon';
import { closeEngines, load, measure, paced, requests, startTarget, stopTargets } from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);

const splits = [1, 2, 3].flatMap((workers) =>
  [1, 2, 3, 7, 16].filter((connections) => connections >= workers).map((connections) => [workers, connections]),
);

test.each(splits)(
  '%p workers with %p connections send exactly the number of requests',
  async (workers, connections) => {
    const target = await startTarget();
    const asked = 101;
    const closed = await measure(load(target.url, requests(asked), { connections }), workers);
    const open = await measure(load(target.url, paced(2000, { n: asked }), { connections }), workers);
    for (const m of [closed, open]) {
      expect(m).toMatchObject({
        sent: asked,
        answered: asked,
        errors: 0,
        dropped: 0,
        unfinished: 0,
        statuses: { 200: asked },
      });
      expect([m.latency.count, m.service.count]).toEqual([asked, asked]);
    }
    const seen = await target.seen();
    expect(seen.requests).toBe(2 * asked);
    expect(closed.connections + open.connections).toBe(2 * connections);
    expect(Object.values(closed.peers)).toEqual([asked]);
  },
);

test('fewer requests than connections are sent once each', async () => {
  const target = await startTarget();
  const m = await measure(load(target.url, requests(3), { connections: 16 }), 3);
  expect([m.sent, m.answered, (await target.seen()).requests]).toEqual([3, 3, 3]);
});

test('random arrivals and stages send each request once, whatever the workers', async () => {
  const target = await startTarget();
  const stages = [
    { qps: 400, durationMs: 250 },
    { qps: 1600, durationMs: 250 },
  ];
  const sent: number[] = [];
  for (const workers of [1, 2, 3]) {
    const schedule = { arrival: 'poisson' as const, stages, requests: null };
    const m = await measure(load(target.url, schedule, { connections: 16, seed: 7 }), workers);
    expect(m.sent).toBe(m.answered);
    sent.push(m.sent);
    // What a stall of the generator moves behind the end is not sent.
    expect(m.sent).toBeGreaterThan(400 - 1.6 * m.stalls.totalMs - m.dropped);
    expect(m.sent).toBeLessThan(600);
  }
  expect((await target.seen()).requests).toBe(sent.reduce((a, b) => a + b));
});

test('our count and autocannon agree with the target', async () => {
  const target = await startTarget();
  const theirs = await autocannon({ url: target.url, connections: 4, amount: 500 });
  const afterTheirs = (await target.seen()).requests;
  const ours = await measure(load(target.url, requests(500)));
  const afterOurs = (await target.seen()).requests;
  expect([theirs.requests.total, theirs['2xx'], afterTheirs]).toEqual([500, 500, 500]);
  expect([ours.sent, ours.statuses['200'], afterOurs - afterTheirs]).toEqual([500, 500, 500]);
});

test('a connection is left after its number of requests, and the target sees a new one', async () => {
  const target = await startTarget();
  const m = await measure(load(target.url, requests(100), { connections: 2, maxRequestsPerConnection: 10 }));
  expect(m).toMatchObject({ answered: 100, errors: 0 });
  // The two connections need not share the requests evenly, so the last one of each may serve fewer than ten.
  expect([10, 11]).toContain(m.connections);
  expect((await target.seen()).connections).toBe(m.connections);
});

test('a target that closes each connection gets each request on a new one', async () => {
  const target = await startTarget({ close: true });
  const closed = await measure(load(target.url, requests(100)));
  const open = await measure(load(target.url, paced(500, { n: 100 })));
  for (const m of [closed, open]) expect(m).toMatchObject({ sent: 100, answered: 100, errors: 0, connections: 100 });
  expect(await target.seen()).toMatchObject({ requests: 200, connections: 200 });
});
