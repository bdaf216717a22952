import { type Service, sampleService } from '../cli/iter8.ts';
import { type Caller, callerOf } from './client.ts';

let service: Service;
let guide: Caller;
beforeAll(async () => {
  service = await sampleService('grpc');
  guide = callerOf(service.url);
});
afterAll(async () => {
  guide.close();
  await service.stop();
});

const point = (latitude: number, longitude: number) => ({ latitude, longitude });
const corner = point(400_000_000, -750_000_000);

test('GetFeature gives the feature at a point', async () => {
  const { status, messages } = await guide.call('GetFeature', [corner]);
  expect({ status, messages }).toEqual({ status: 'OK', messages: [{ name: 'Alder Mill', location: corner }] });
});

test('GetFeature gives a feature without a name where there is none', async () => {
  const { messages } = await guide.call('GetFeature', [point(1, 2)]);
  expect(messages).toEqual([{ location: point(1, 2) }]);
});

test.each([
  ['the whole country', corner, point(417_500_000, -732_500_000), 64],
  ['corners in the other order', point(417_500_000, -732_500_000), corner, 64],
  ['one point', corner, corner, 1],
  ['a row', corner, point(400_000_000, -732_500_000), 8],
  ['a sea', point(0, 0), point(1, 1), 0],
])('ListFeatures gives those within %s', async (_, lo, hi, count) => {
  const { status, messages } = await guide.call('ListFeatures', [{ lo, hi }]);
  expect([status, messages.length]).toEqual(['OK', count]);
});

test('RecordRoute counts points and features, and measures the way', async () => {
  const north = point(410_000_000, -750_000_000);
  const { messages } = await guide.call('RecordRoute', [corner, point(405_000_001, -750_000_000), north]);
  // One degree of latitude is 111.19 km on a sphere of 6,371 km.
  expect(messages).toEqual([{ point_count: 3, feature_count: 2, distance: 111_195 }]);
});

test('RecordRoute without points is a summary of nothing', async () => {
  expect(await guide.call('RecordRoute', [])).toMatchObject({ status: 'OK', messages: [{}] });
});

test('RouteChat sends each note back, in order', async () => {
  const notes = Array.from({ length: 5000 }, (_, i) => ({ location: corner, message: `note ${i}` }));
  const { status, messages } = await guide.call('RouteChat', notes);
  expect([status, messages]).toEqual(['OK', notes]);
});

describe.each([
  ['GetFeature', [corner]],
  ['ListFeatures', [{ lo: corner, hi: corner }]],
  ['RecordRoute', [corner, corner]],
  ['RouteChat', [{ message: 'a' }, { message: 'b' }]],
])('%s', (method, messages) => {
  test('ends with the status that x-status asks for, without an answer', async () => {
    const answer = await guide.call(method, messages, { metadata: { 'x-status': 'FAILED_PRECONDITION' } });
    expect(answer).toEqual({
      status: 'FAILED_PRECONDITION',
      details: 'FAILED_PRECONDITION, as asked for',
      messages: [],
    });
  });

  test('is answered as late as x-delay-ms asks for', async () => {
    const started = performance.now();
    const { status } = await guide.call(method, messages, { metadata: { 'x-delay-ms': '80' } });
    expect(status).toBe('OK');
    expect(performance.now() - started).toBeGreaterThan(78);
  });

  test('is over at its deadline, however late the answer would be', async () => {
    const asked = { metadata: { 'x-delay-ms': '60000' }, deadlineMs: 50 };
    expect(await guide.call(method, messages, asked)).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
  });
});

test.each([
  ['x-status', 'NOTFOUND', 'x-status takes the name of a status, such as NOT_FOUND, not "NOTFOUND"'],
  ['x-status', '5', 'x-status takes the name of a status, such as NOT_FOUND, not "5"'],
  ['x-delay-ms', 'soon', 'x-delay-ms takes milliseconds, not "soon"'],
])('%s: %s is refused with a reason', async (name, value, details) => {
  const answer = await guide.call('GetFeature', [corner], { metadata: { [name]: value } });
  expect(answer).toEqual({ status: 'INVALID_ARGUMENT', details, messages: [] });
});
