// All four kinds of calls, their messages, and long streams either way.
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import type { LoadMeasurement } from '../../runner/model/measurement.ts';
import type { GrpcLoad } from '../../runner/model/task.ts';
import { describeTexts } from '../../runner/proto/describe-texts.ts';
import { eventually } from '../steady.ts';
import { startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure, requests, valueAt } from './harness.ts';

afterEach(stopGrpcTargets);
afterAll(closeEngines);

type Behaviour = Parameters<typeof startGrpcTarget>[0];

async function call(behaviour: Behaviour, more: Partial<GrpcLoad> = {}) {
  const target = await startGrpcTarget(behaviour);
  const m = await measure(grpcLoad(target.host, more));
  return { m, seen: await target.seen() };
}

const client = { client: true, server: false };
const server = { client: false, server: true };
const both = { client: true, server: true };
const list = (...sizes: number[]) => ({
  kind: 'encoded' as const,
  messages: sizes.map((size) => new Uint8Array(size).fill(1)),
});
const stream = (given: Partial<GrpcLoad['stream']>) => ({ count: 0, intervalMs: 0, durationMs: 0, ...given });
const messagesOf = ({ streams }: LoadMeasurement) => [streams?.messagesOut, streams?.messagesIn];

test.each([
  ['client', client, { messages: 1 }, 20 * 3, 20],
  ['server', server, { messages: 64 }, 20, 20 * 64],
  ['both', both, { echo: true }, 20 * 3, 20 * 3],
])('every message of a call in which the %s stream is counted', async (_, streams, behaviour, out, back) => {
  const { m, seen } = await call(behaviour, { streams, messages: list(5, 0, 700) });
  expect(m).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { OK: 20 } });
  expect(messagesOf(m)).toEqual([out, back]);
  expect(m.streams?.firstMessage.count).toBe(20);
  expect([seen.calls, seen.messages]).toEqual([20, out]);
});

test.each([
  ['client', client, {}],
  ['both', both, { echo: true }],
])('a count says how many messages are sent where the %s stream, whatever there is', async (_, streams, behaviour) => {
  for (const count of [2, 5, 3000]) {
    const more = { streams, messages: list(1, 2, 3), stream: stream({ count }), schedule: requests(4) };
    const { m, seen } = await call(behaviour, more);
    expect(m.statuses).toEqual({ OK: 4 });
    expect([m.streams?.messagesOut, seen.messages]).toEqual([4 * count, 4 * count]);
  }
});

test('a count says how many messages are received where the server streams; then the client ends the call well', async () => {
  const { m, seen } = await call({ messages: 1_000_000 }, { streams: server, stream: stream({ count: 5 }) });
  expect(m).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { OK: 20 }, connections: 1 });
  expect(messagesOf(m)).toEqual([20, 100]);
  expect(seen.cancelled).toBe(20);
});

test('a server that has less to say than the count ends the call itself', async () => {
  const { m } = await call({ messages: 3 }, { streams: server, stream: stream({ count: 5 }) });
  expect(m.statuses).toEqual({ OK: 20 });
  expect(messagesOf(m)).toEqual([20, 60]);
});

test('messages are sent at intervals', async () => {
  const more = {
    streams: client,
    messages: list(1, 2, 3, 4),
    stream: stream({ intervalMs: 30 }),
    schedule: requests(4),
  };
  await eventually(4, async () => {
    const { m, seen } = await call({}, more);
    expect(m.statuses).toEqual({ OK: 4 });
    expect(seen.messages).toBe(16);
    expect(m.latency.min).toBeGreaterThan(89);
    expect(m.latency.max).toBeLessThan(250);
  });
});

test.each([
  ['client', client, {}],
  ['both', both, { echo: true }],
])('a duration says how long messages are sent where the %s stream', async (_, streams, behaviour) => {
  const given = stream({ intervalMs: 10, durationMs: 150 });
  await eventually(4, async () => {
    const { m, seen } = await call(behaviour, { streams, messages: list(1), stream: given, schedule: requests(2) });
    expect(m.statuses).toEqual({ OK: 2 });
    expect(m.latency.min).toBeGreaterThan(148);
    expect(m.latency.max).toBeLessThan(400);
    expect(seen.messages).toBeGreaterThan(12);
    expect(seen.messages).toBeLessThanOrEqual(32);
    expect(m.streams?.messagesOut).toBe(seen.messages);
  });
});

test('a duration says how long messages are received where the server streams; then the client ends the call well', async () => {
  const behaviour = { messages: 1_000_000, delayBetweenMs: 20 };
  const more = { streams: server, stream: stream({ durationMs: 150 }), schedule: requests(2) };
  await eventually(4, async () => {
    const { m, seen } = await call(behaviour, more);
    expect(m).toMatchObject({ answered: 2, errors: 0, statuses: { OK: 2 } });
    expect(m.latency.min).toBeGreaterThan(148);
    expect(m.latency.max).toBeLessThan(400);
    expect(m.streams?.messagesIn).toBeGreaterThan(4);
    expect(seen.cancelled).toBe(2);
  });
});

test('the first message is timed beside the whole call', async () => {
  await eventually(3, async () => {
    const behaviour = { messages: 4, delayBetweenMs: 40, delaysMs: [20] };
    const { m } = await call(behaviour, { streams: server, schedule: requests(4) });
    expect(valueAt(m.streams?.firstMessage ?? m.lag, 0.5)).toBeGreaterThan(19);
    expect(valueAt(m.streams?.firstMessage ?? m.lag, 0.5)).toBeLessThan(50);
    expect(m.latency.min).toBeGreaterThan(170);
  });
});

test('a server that ends the call early is heard, and what was not sent is not sent', async () => {
  const more = { streams: client, messages: list(1000), stream: stream({ count: 100_000 }), schedule: requests(4) };
  const { m } = await call({ untilEnd: false, status: 9, messages: 0 }, more);
  expect(m).toMatchObject({ answered: 4, errors: 4, statuses: { FAILED_PRECONDITION: 4 }, connections: 1 });
  expect(m.streams?.messagesOut).toBeLessThan(4 * 100_000);
});

async function describeNote(): Promise<Uint8Array> {
  const text = 'syntax = "proto3"; message Note { string text = 1; int32 number = 2; }';
  const imports = { folders: [], read: async () => undefined };
  return (await describeTexts([{ name: 'note.proto', text }], imports)).value?.bytes() ?? new Uint8Array();
}

test.each([
  [false, 1],
  [true, 3],
])('data with template actions, for each message: %p, has %p UUIDs in three messages', async (eachMessage, uuids) => {
  const descriptors = await describeNote();
  const { m, seen } = await call(
    {},
    {
      streams: client,
      messages: { kind: 'template', text: '[{"text":"{{.UUID}}"}]', type: 'Note', descriptors, eachMessage },
      templates: 'all',
      stream: stream({ count: 3 }),
      schedule: requests(1),
    },
  );
  expect([m.statuses, seen.messages]).toEqual([{ OK: 1 }, 3]);
  const found = Buffer.from(seen.body, 'hex')
    .toString('latin1')
    .match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
  expect(new Set(found).size).toBe(uuids);
});

test('data that does not fit once it is rendered ends the load, and says of which call', async () => {
  const descriptors = await describeNote();
  const text = '{"number":"x{{randomString 4}}"}';
  const messages = { kind: 'template' as const, text, type: 'Note', descriptors, eachMessage: false };
  await expect(call({}, { messages, templates: 'all' })).rejects.toThrow('the data of call 0 does not fit');
  expect((await call({})).m.statuses).toEqual({ OK: 20 });
});

test('a hundred megabytes flow either way, in messages of a megabyte and in one', async () => {
  const megabyte = 1 << 20;
  const hundred = 100 * megabyte;
  const most = { mostReceiveBytes: hundred, mostSendBytes: hundred, schedule: requests(1) };
  const up = await call({}, { ...most, streams: client, messages: list(megabyte), stream: stream({ count: 100 }) });
  expect([up.m.statuses, up.seen.messages, up.seen.bytes]).toEqual([{ OK: 1 }, 100, hundred + 500]);
  const down = await call({ messages: 100, messageBytes: megabyte }, { ...most, streams: server });
  expect([down.m.statuses, messagesOf(down.m)]).toEqual([{ OK: 1 }, [1, 100]]);
  expect(down.m.bytesIn).toBeGreaterThan(hundred);
  const whole = await call({ messageBytes: hundred }, { ...most, messages: list(hundred) });
  expect([whole.m.statuses, whole.seen.messages]).toEqual([{ OK: 1 }, 1]);
});
