// Servers that take calls back, or take none.
import { data, type Frame, goAway, headers, reset, settings, settingsAck } from '../../../test/hostile/http2/frames.ts';
import { answering, type FrameServer, serveFrames } from '../../../test/hostile/http2/server.ts';
import { steadily } from '../../../test/steady.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { GrpcLoad } from '../../model/task.ts';
import { clockFrom } from '../clock.ts';
import { planShares } from '../plan.ts';
import { runShare } from '../share-run.ts';
import { grpcLoad } from './load.fixture.ts';
import { createGrpcSlots } from './slots.ts';

let server: FrameServer | undefined;

afterEach(async () => {
  await server?.close();
});

async function measure(more: Partial<GrpcLoad>, ...served: Parameters<typeof serveFrames>): Promise<LoadMeasurement> {
  await server?.close();
  server = await serveFrames(...served);
  const request = grpcLoad(`127.0.0.1:${server.port}`, more);
  const [share] = planShares(request, 1);
  if (share === undefined) throw new Error('there is no share');
  const base = Date.now();
  const now = clockFrom(base);
  const run = runShare({ request, share, base, now, alarm: null }, createGrpcSlots);
  await run.ready;
  run.start(now());
  return run.finished;
}

const inFlight = (calls: number) => [{ calls, durationMs: Number.POSITIVE_INFINITY }];
const oneAtATime = settings({ maxConcurrentStreams: 1 });
const none = settings({ maxConcurrentStreams: 0 });
const isAck = ({ type, flags }: Frame) => type === 4 && (flags & 1) === 1;

function answer(id: number): Buffer {
  return Buffer.concat([
    headers(id, [
      [':status', '200'],
      ['content-type', 'application/grpc'],
    ]),
    data(id, Buffer.alloc(5)),
    headers(id, [['grpc-status', '0']], { end: true }),
  ]);
}

test('a call that is refused where others wait for its room does not hold them up', async () => {
  await steadily(100, async () => {
    let calls = 0;
    const refusing = answering((id) => (calls++ === 0 ? reset(id, 'REFUSED_STREAM') : answer(id)));
    const m = await measure({ concurrency: inFlight(3), timeoutMs: 1000 }, refusing, oneAtATime);
    expect(m).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { OK: 20 } });
    expect(m.latency.max).toBeLessThan(500);
  });
});

test.each<[string, Parameters<typeof serveFrames>[0]]>([
  ['closes', (socket, frame) => isAck(frame) && socket.end()],
  ['leaves', (socket, frame) => isAck(frame) && socket.write(goAway(0, 'NO_ERROR'))],
])('a server that takes no call and %s is not asked again without end', async (_, unwilling) => {
  const m = await measure({ timeoutMs: 1000 }, unwilling, Buffer.concat([none, settingsAck]));
  expect(m).toMatchObject({ sent: 20, answered: 0, failures: { closed: 20 }, statuses: { UNAVAILABLE: 20 } });
  expect(m.failureExamples.closed).toBe('the server ended the connection before it took a call');
  expect(m.connections).toBeLessThanOrEqual(21);
});

test('calls that waited past their deadline are not sent any more', async () => {
  const stages = [{ qps: 0, durationMs: Number.POSITIVE_INFINITY }];
  const schedule = { arrival: 'constant' as const, stages, requests: 200 };
  const m = await measure({ concurrency: inFlight(200), timeoutMs: 100, schedule }, () => {}, oneAtATime);
  expect(m).toMatchObject({ sent: 200, failures: { timeout: 200 }, statuses: { DEADLINE_EXCEEDED: 200 } });
  expect(server?.frames.filter((words) => words.startsWith('HEADERS')).length).toBeLessThan(50);
});

test('a call that is taken back, and then cut off and left out, is none of any connection', async () => {
  await steadily(30, async () => {
    let connections = 0;
    const leaving: Parameters<typeof serveFrames>[0] = (socket, { type }) => {
      if (type === 1 && connections++ === 0) socket.end(goAway(0, 'NO_ERROR'));
    };
    const schedule = { arrival: 'constant' as const, stages: [{ qps: 0, durationMs: 100 }], requests: null };
    const m = await measure({ concurrency: inFlight(1), atEnd: 'ignore', schedule }, leaving);
    expect([m.sent, m.connections, m.peers]).toEqual([0, 2, {}]);
  });
});
