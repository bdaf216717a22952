import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { clockFrom } from '../clock.ts';
import { planShares } from '../plan.ts';
import { runShare } from '../share-run.ts';
import { grpcLoad } from './load.fixture.ts';
import { createGrpcSlots } from './slots.ts';
import { answerCalls } from './stand-in.ts';
import { warmUpCalls } from './warm.ts';

const kinds = [false, true].flatMap((client) => [false, true].map((server) => ({ client, server })));

test.each(kinds)('a rehearsal gets an answer to every call: %j', async (streams) => {
  const server = createServer(answerCalls).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = grpcLoad(`127.0.0.1:${(server.address() as AddressInfo).port}`, { streams, connections: 2 });
  const base = Date.now();
  const now = clockFrom(base);
  const [share] = planShares(request, 1);
  if (share === undefined) throw new Error('there is no share');
  const run = runShare({ request, share, base, now, alarm: null }, createGrpcSlots);
  await run.ready;
  run.start(now());
  expect(await run.finished).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { OK: 20 } });
  server.close();
});

test('a kind of call is rehearsed once, in a bounded time', async () => {
  const streams = { client: false, server: true };
  const start = performance.now();
  const first = warmUpCalls(streams);
  expect(warmUpCalls({ ...streams })).toBe(first);
  await first;
  expect(performance.now() - start).toBeLessThan(2000);
});
