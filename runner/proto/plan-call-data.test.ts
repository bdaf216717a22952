import { createCallData } from './call-data.ts';
import type { Descriptors } from './descriptors.ts';
import { type AskedCallData, planCallData } from './plan-call-data.ts';
import { describeShop, hex, orThrow, shopCall } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

function plan(data: AskedCallData['data'], more: Partial<AskedCallData> = {}, method = 'Unary') {
  const asked: AskedCallData = {
    data,
    metadata: [],
    templates: 'all',
    eachMessage: false,
    mostSendBytes: 100,
    path: 'data',
    ...more,
  };
  return planCallData(shop, shopCall(shop, method), asked);
}

const json = (text: string): AskedCallData['data'] => ({ kind: 'json', text });
const value = (content: unknown): AskedCallData['data'] => ({ kind: 'value', value: content });

function encodedBy({ value: planned, problems }: ReturnType<typeof plan>): string[] {
  if (planned?.messages.kind !== 'encoded') throw new Error(JSON.stringify(problems));
  return hex(planned.messages.messages);
}

function problemsOf({ problems = [] }: ReturnType<typeof plan>): string[] {
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

test.each([
  ['no data', { kind: 'none' } as const, ['']],
  ['JSON', json('{"i32": 5}'), ['1805']],
  ['a list', json('[{"i32": 5}, {}]'), ['1805', '']],
  ['a value', value({ i32: 5, u64: '18446744073709551615' }), ['180530ffffffffffffffffff01']],
  ['bytes', { kind: 'binary', bytes: new Uint8Array([0x18, 5]) } as const, ['1805']],
  ['what is the same for all calls', json('{"s": "{{.MethodName}}"}'), ['7205556e617279']],
])('%s is encoded once', (_, data, messages) => {
  expect(encodedBy(plan(data))).toEqual(messages);
});

test('integers of JSON stay exact', () => {
  expect(encodedBy(plan(json('{"i64": 9007199254740993}')))).toEqual(['208180808080808010']);
});

test('what changes from call to call is a template, with what is the same filled in', () => {
  const text = '{"s": "{{.MethodName}} of {{.InputName}} to {{.OutputName}}", "i64": {{ .RequestNumber -}} }';
  expect(orThrow(plan(json(text))).messages).toMatchObject({
    kind: 'template',
    text: '{"s": "Unary of Scalars to Maps", "i64": {{.RequestNumber}}}',
    type: 'shop.v1.Scalars',
  });
});

test('a value that holds a template is one', () => {
  const planned = orThrow(plan(value([{ i32: '{{.RequestNumber}}', d: 1.5 }])));
  const streams = { client: false, server: false };
  const chance = { now: () => 0, random: () => 0 };
  const data = createCallData(
    { path: '/shop.v1.Shop/Unary', streams, templates: 'all', mostSendBytes: 100, ...planned },
    chance,
  );
  expect(hex(data.of({ request: 5, worker: 'g0c0' }))).toEqual(['09000000000000f83f1805']);
});

test('with templates off the braces are text', () => {
  expect(encodedBy(plan(json('{"s": "{{"}'), { templates: 'none' }))).toEqual(['72027b7b']);
});

test('braces that a comment held apart are text', () => {
  expect(encodedBy(plan(json('{"s": "{ {{- /* x */ -}} {"}')))).toEqual(['72027b7b']);
});

test('metadata comes settled', () => {
  const metadata: [string, string][] = [
    ['method', '{{.MethodName}} {{.OutputName}}'],
    ['request', '{{.RequestNumber}}'],
  ];
  expect(orThrow(plan({ kind: 'none' }, { metadata })).metadata).toEqual([
    ['method', 'Unary Maps'],
    ['request', '{{.RequestNumber}}'],
  ]);
});

test('problems of data and of metadata are told together, without the values of metadata', () => {
  const metadata: [string, string][] = [['authorization', 'hunter2 {{.Secret}}']];
  const problems = problemsOf(plan(json('{"i32": "x"}'), { metadata, path: 'endpoints.a.data' }));
  expect(problems).toEqual([
    expect.stringMatching(/^metadata\.authorization: line 1, column 9: \{\{\.Secret\}\}: there is no \.Secret, only /),
    'endpoints.a.data.i32: must be an integer, is "x"',
  ]);
  expect(problems.join()).not.toMatch('hunter2');
});

test('a template is tried before the load begins', () => {
  expect(problemsOf(plan(json('{"i32": "{{.UUID}}"}'), { path: 'data-file' }))).toEqual([
    expect.stringMatching(/^data-file\.i32: must be an integer, is "[0-9a-f-]{36}"$/),
  ]);
});

test('every item of a list is tried', () => {
  expect(problemsOf(plan(json('[{}, {}, {"i33": {{.RequestNumber}}}]')))).toEqual([
    expect.stringMatching(/^data\[2\]\.i33: shop\.v1\.Scalars has no such field/),
  ]);
});

test('a template that is no JSON once rendered is refused', () => {
  expect(problemsOf(plan(json('{"i32": {{.RequestNumber}}')))).toEqual([expect.stringMatching(/^data: is no JSON: /)]);
});

test('a number that YAML has rounded is refused in a template', () => {
  expect(problemsOf(plan(value({ s: '{{.UUID}}', nested: [{ i64: 2 ** 60 }] })))).toEqual([
    'data.nested[0].i64: 1152921504606847000 is too large for an exact number: give it as a string',
  ]);
});

test('a number that YAML has rounded is refused', () => {
  expect(problemsOf(plan(value({ i64: 2 ** 60 })))).toEqual([
    'data.i64: 1152921504606847000 is too large for an exact number: give it as a string of digits',
  ]);
});

test('binary data that is no message is refused', () => {
  expect(problemsOf(plan({ kind: 'binary', bytes: new Uint8Array([255]) }, { path: 'binary-file' }))).toEqual([
    'binary-file: is neither one message of type shop.v1.Scalars, nor a list of them with the length before each',
  ]);
});

test('functions are refused where they are disabled', () => {
  expect(problemsOf(plan(json('{"i32": {{randomInt 1 5}}}'), { templates: 'variables' }))).toEqual([
    'data: line 1, column 9: {{randomInt 1 5}}: template functions are disabled',
  ]);
});

test('a message larger than may be sent is named before anything is sent', () => {
  expect(problemsOf(plan(json('[{"i32": 5}, {"s": "abcdefgh"}]'), { mostSendBytes: 4 }))).toEqual([
    'data[1]: the message has 10 bytes, max-send-message-size allows 4',
  ]);
  expect(problemsOf(plan({ kind: 'binary', bytes: new Uint8Array([0x18, 5]) }, { mostSendBytes: 1 }))).toEqual([
    'data: the message has 2 bytes, max-send-message-size allows 1',
  ]);
  expect(problemsOf(plan(json('{"s": "{{.UUID}}"}'), { mostSendBytes: 20 }))).toEqual([
    'data: the message has 38 bytes, max-send-message-size allows 20',
  ]);
});
