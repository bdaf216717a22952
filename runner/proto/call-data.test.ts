import { Iter8Error } from '../model/errors.ts';
import type { CallMessages, GrpcLoad } from '../model/task.ts';
import { createCallData } from './call-data.ts';
import type { Descriptors } from './descriptors.ts';
import { describeShop, hex } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

type Load = Parameters<typeof createCallData>[0];

function dataOf(messages: CallMessages, more: Partial<Load> = {}) {
  let tick = 0;
  const chance = { now: () => 1_673_448_285_000 + 1000 * tick++, random: () => (tick++ % 97) / 97 };
  const streams = { client: false, server: false };
  const kept: Omit<Load, 'messages'> = {
    path: '/shop.v1.Shop/Unary',
    streams,
    metadata: [],
    templates: 'all',
    mostSendBytes: 100,
  };
  const load: Load = { ...kept, messages, ...more };
  return createCallData(load, chance);
}

function template(text: string, eachMessage = false): CallMessages {
  return { kind: 'template', text, type: 'shop.v1.Point', descriptors: shop.bytes(), eachMessage };
}

const encoded = (...messages: string[]): CallMessages => ({
  kind: 'encoded',
  messages: messages.map((message) => new Uint8Array(Buffer.from(message, 'hex'))),
});
const call = (request: number, worker = 'g0c0') => ({ request, worker });
const clientStreams = { streams: { client: true, server: false } };

test('a call that does not stream takes one message of a list, in turn', () => {
  const data = dataOf(encoded('0801', '0802', '0803'));
  expect([0, 1, 2, 3].map((request) => hex(data.of(call(request)))[0])).toEqual(['0801', '0802', '0803', '0801']);
});

test('a stream takes all of them', () => {
  expect(hex(dataOf(encoded('0801', '0802'), clientStreams).of(call(1)))).toEqual(['0801', '0802']);
});

test('an empty list is an empty message, or a stream without one', () => {
  expect([dataOf(encoded()).of(call(0)), dataOf(encoded(), clientStreams).of(call(0))]).toEqual([
    [new Uint8Array(0)],
    [],
  ]);
});

test('what never changes is the same array each time', () => {
  const metadata: [string, string][] = [['a', '{{.MethodName}}']];
  const data = dataOf(encoded('0801', '0802'), { metadata });
  expect(data.changes).toBe('never');
  expect(data.of(call(0))).toBe(data.of(call(2)));
  expect(data.metadata(call(0))).toBe(data.metadata(call(1)));
  expect(data.metadata(call(0))).toEqual([['a', 'Unary']]);
});

test('data is rendered for each call', () => {
  const data = dataOf(template('{"latitude": {{.RequestNumber}}}'));
  expect(data.changes).toBe('each call');
  expect([1, 2].map((request) => hex(data.of(call(request)))[0])).toEqual(['0801', '0802']);
});

test('of a rendered list a call that does not stream takes its item', () => {
  const data = dataOf(template('[{"latitude": {{.RequestNumber}}}, {"longitude": {{.RequestNumber}}}]'));
  expect([1, 2].map((request) => hex(data.of(call(request))))).toEqual([['1001'], ['0802']]);
});

test('of a list that only rendering shows it takes its item, too', () => {
  const data = dataOf(
    template('{{/* a list */}}[{"latitude": {{.RequestNumber}}}, {"longitude": {{.RequestNumber}}}]'),
  );
  expect([1, 2].map((request) => hex(data.of(call(request))))).toEqual([['1001'], ['0802']]);
});

test('a stream takes all of a rendered list', () => {
  const data = dataOf(template('[{"latitude": {{.RequestNumber}}}, {}]'), clientStreams);
  expect(hex(data.of(call(5)))).toEqual(['0805', '']);
});

test('data and metadata of a call have the same UUID and time, those of the next have others', () => {
  const text = '{"latitude": {{.TimestampUnix}}}';
  const metadata: [string, string][] = [
    ['id', '{{.UUID}}'],
    ['at', '{{.TimestampUnix}}'],
    ['same', '{{.UUID}}'],
  ];
  const data = dataOf(template(text), { metadata });
  const [first, second] = [0, 1].map((request) => {
    const [bytes] = hex(data.of(call(request)));
    return { bytes, fields: Object.fromEntries(data.metadata(call(request))) };
  });
  expect(first?.fields.id).toBe(first?.fields.same);
  expect(first?.bytes).toBe(hex(dataOf(template(`{"latitude": ${first?.fields.at}}`)).of(call(0)))[0]);
  expect(second?.fields.id).not.toBe(first?.fields.id);
  expect(second?.fields.at).not.toBe(first?.fields.at);
});

test('metadata alone may change from call to call', () => {
  const data = dataOf(encoded('0801'), { metadata: [['worker', '{{.WorkerID}}']] });
  expect(data.changes).toBe('each call');
  expect(data.metadata(call(0, 'g3c1'))).toEqual([['worker', 'g3c1']]);
});

test('with a time for each message it is another one each time', () => {
  const data = dataOf(template('{"latitude": {{.TimestampUnix}}}', true), clientStreams);
  expect(data.changes).toBe('each message');
  expect(hex(data.of(call(0)))).not.toEqual(hex(data.of(call(0))));
});

test('a template for each message that changes nothing never changes', () => {
  expect(dataOf(template('{"latitude": 1}', true)).changes).toBe('never');
});

test.each<GrpcLoad['templates']>(['none'])('with templates %s metadata is left as it is', (templates) => {
  expect(dataOf(encoded(''), { templates, metadata: [['a', '{{.UUID}}']] }).metadata(call(0))).toEqual([
    ['a', '{{.UUID}}'],
  ]);
});

test.each([
  ['{"latitude": {{.RequestNumber}}00000000}', 'data.latitude: 300000000000 is out of range'],
  ['{"latitude": "{{.UUID}}"}', 'data.latitude: must be an integer, is "'],
  ['{"latitude": {{.WorkerID}}}', 'data: is no JSON: '],
  ['[{}, {"latitude": "{{.UUID}}"}]', 'data[1].latitude: must be an integer'],
])('%s that does not fit once rendered is an error that says where', (text, problem) => {
  const data = dataOf(template(text));
  const error = catching(() => data.of(call(3001)));
  expect([error.code, error.message.split('\n')[0]]).toEqual([
    'INPUT',
    'the data of call 3001 does not fit once rendered:',
  ]);
  expect(error.message.replace('300100000000', '300000000000')).toMatch(`  ${problem}`);
});

test('descriptors that are none are refused', () => {
  const messages: CallMessages = {
    kind: 'template',
    text: '{}',
    type: 'a',
    descriptors: new Uint8Array(3),
    eachMessage: false,
  };
  expect(catching(() => dataOf(messages)).message).toMatch('the description of the service is no protoset');
});

function catching(act: () => unknown): Iter8Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Iter8Error) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
