// What the inputs of a load make it do, seen from a target in another process.
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { hasOpenssl, makeCertificates } from '../hostile/certificates.ts';
import { closeEngines, load, measure, paced, requests, send, startTarget, stopTargets } from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);

test('redirects are followed to another target, and count as they come where they are not', async () => {
  const there = await startTarget({ body: 'there' });
  const here = await startTarget({ redirectTo: there.url });
  const expected = { bodyContains: 'there' };
  const followed = await measure(load(here.url, requests(20), { followRedirects: true, expect: expected }));
  expect(followed).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { 200: 20 } });
  expect([(await here.seen()).requests, (await there.seen()).requests]).toEqual([20, 20]);
  expect((await measure(load(here.url, requests(20)))).statuses).toEqual({ 302: 20 });
});

test('an answer that is not as expected is an error of its own kind', async () => {
  const { url } = await startTarget({ body: 'sorry' });
  const m = await measure(load(url, requests(10), { expect: { bodyMatches: '^welcome' } }));
  expect(m).toMatchObject({ answered: 10, errors: 10, failures: { 'expect-body': 10 } });
});

test('a load aborts when its errors stay above the limit, and not before', async () => {
  const target = await startTarget({ failAfter: 100 });
  const abortOn = { errorRate: 0.5, forMs: 400 };
  const { measurement, stopped } = await send(load(target.url, paced(200, { forMs: 20_000 }), { abortOn }));
  expect(stopped).toBe('abortOn');
  // More than half of a window's 80 answers: some 140 at the asked rate, fewer where the machine held the load up.
  expect(measurement.answered).toBeGreaterThan(110);
  expect(measurement.sent).toBeLessThan(1000);
  expect(measurement.statuses['200']).toBe(100);
});

test.each([
  ['more requests than fit', paced(20, { n: 50 })],
  ['a longer duration', paced(20, { forMs: 5000 })],
])('a load of %s is cut at maxDuration, and says so', async (_, schedule) => {
  const target = await startTarget();
  const { measurement, stopped } = await send(load(target.url, schedule, { maxDurationMs: 500 }));
  expect(stopped).toBe('maxDuration');
  // What a stall of the generator moves behind the end is not sent.
  expect(measurement.sent).toBeLessThanOrEqual(10);
  expect(measurement.sent).toBeGreaterThanOrEqual(10 - Math.ceil(measurement.stalls.totalMs / 50));
});

test('an interrupted load stops within a second and keeps what it measured', async () => {
  const target = await startTarget({ delayMs: 10 });
  const stop = new AbortController();
  let asked = 0;
  setTimeout(() => {
    asked = performance.now();
    stop.abort();
  }, 700);
  const { measurement, stopped } = await send(load(target.url, requests(1e9)), { signal: stop.signal });
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(stopped).toBe('interrupted');
  expect(measurement.answered).toBeGreaterThan(20);
  const { requests: first } = await target.seen();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await target.seen()).requests).toBe(first);
});

test('a load that is interrupted before it starts sends nothing', async () => {
  const target = await startTarget();
  const stop = new AbortController();
  stop.abort();
  const { measurement, stopped } = await send(load(target.url, paced(100, { forMs: 5000 })), { signal: stop.signal });
  expect([stopped, measurement.sent, measurement.dropped]).toEqual(['interrupted', 0, 0]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await target.seen()).requests).toBe(0);
});

const secure = hasOpenssl() ? test : test.skip;

secure('HTTPS is verified: a private CA is trusted where it is given, and nowhere else', async () => {
  const { ca, good } = makeCertificates();
  const { url } = await startTarget({ tls: good });
  const trusting = await measure(load(url, requests(50), { tls: { insecure: false, ca } }));
  expect(trusting).toMatchObject({ sent: 50, answered: 50, errors: 0, connections: 4 });
  const doubting = await measure(load(url, requests(4)));
  expect(doubting).toMatchObject({ answered: 0, failures: { tls: 4 } });
  const careless = await measure(load(url, requests(4), { tls: { insecure: true } }));
  expect(careless).toMatchObject({ answered: 4, errors: 0 });
});

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
const overIpv6 = addresses.some(({ address }) => address === '::1') ? test : test.skip;

overIpv6('a target is reached over IPv6', async () => {
  const { url } = await startTarget({ host: '::1' });
  const m = await measure(load(url, requests(10)));
  expect([m.answered, Object.keys(m.peers)]).toEqual([10, [new URL(url).host]]);
});

const localhosts = (readFileSync('/etc/hosts', 'utf8').match(/^\s*(127\.0\.0\.1|::1)\s(.*\s)?localhost\b/gm) ?? [])
  .length;
const overBoth = addresses.some(({ address }) => address === '::1') && localhosts === 2 ? test : test.skip;

overBoth('all addresses of a name get their share of the connections', async () => {
  const target = await startTarget({ host: '::' });
  const m = await measure(load(`http://localhost:${target.port}/`, requests(40)));
  expect([m.answered, Object.keys(m.peers).length]).toEqual([40, 2]);
  for (const n of Object.values(m.peers)) expect(n).toBeGreaterThanOrEqual(5);
});
