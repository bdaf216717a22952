import fc from 'fast-check';
import type { GrpcLoad } from '../model/task.ts';
import { orThrow } from './shop.fixture.ts';
import { compileTemplate } from './template.ts';
import type { RenderedCall } from './template-actions.ts';

const names = {
  FullyQualifiedName: 'shop.v1.Shop.Unary',
  MethodName: 'Unary',
  ServiceName: 'Shop',
  InputName: 'Scalars',
  OutputName: 'Maps',
  IsClientStreaming: 'false',
  IsServerStreaming: 'true',
};
const call: RenderedCall = { request: 7, worker: 'g1c2', now: 1_673_448_285_123.25 };
const chance = (...numbers: number[]) => ({ now: () => 0, random: () => numbers.shift() ?? 0.5 });

const compile = (text: string, templates: GrpcLoad['templates'] = 'all') =>
  compileTemplate(text, { names, templates, path: 'data' });
const render = (text: string, ...numbers: number[]) => orThrow(compile(text)).render({ ...call }, chance(...numbers));

function problemsOf(text: string, templates?: GrpcLoad['templates']): string[] {
  return compile(text, templates).problems?.map(({ path, message }) => `${path}: ${message}`) ?? [];
}

test.each([
  ['{{.RequestNumber}}', '7'],
  ['{{.WorkerID}}', 'g1c2'],
  ['{{.Timestamp}}', '2023-01-11T14:44:45Z'],
  ['{{.TimestampUnix}}', '1673448285'],
  ['{{.TimestampUnixMilli}}', '1673448285123'],
  ['{{.TimestampUnixNano}}', '1673448285123250000'],
  ['{{.UUID}}', '80000000-8000-4000-8000-000080000000'],
  ['{{newUUID}}', '80000000-8000-4000-8000-000080000000'],
  ['{{.FullyQualifiedName}}', 'shop.v1.Shop.Unary'],
  ['{{.MethodName}}', 'Unary'],
  ['{{.ServiceName}}', 'Shop'],
  ['{{.InputName}}', 'Scalars'],
  ['{{.OutputName}}', 'Maps'],
  ['{{.IsClientStreaming}}', 'false'],
  ['{{.IsServerStreaming}}', 'true'],
  ['{{ .RequestNumber }}', '7'],
  ['a{{.RequestNumber}}b{{.RequestNumber}}c', 'a7b7c'],
  ['a {{- .RequestNumber -}} b', 'a7b'],
  ['a\n\t {{- .RequestNumber }} b', 'a7 b'],
  ['a {{ .RequestNumber -}} \n b', 'a 7b'],
  ['a{{/* no {{ .Word }} of this */}}b', 'ab'],
  ['a {{- /* x */ -}} b', 'ab'],
  ['no action', 'no action'],
  ['{ "a": { } }', '{ "a": { } }'],
])('%s gives %s', (text, rendered) => {
  expect(render(text)).toBe(rendered);
});

test('the UUID of a call is the same wherever it stands, newUUID is not', () => {
  const text = render('{{.UUID}} {{.UUID}} {{newUUID}}', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8);
  const [first, second, third] = text.split(' ');
  expect([first === second, first === third]).toEqual([true, false]);
});

test('a UUID is one of version 4', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (numbers) => {
      const random = () => numbers.next().value;
      const text = orThrow(compile('{{newUUID}}')).render(call, { now: () => 0, random });
      expect(text).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test.each([
  ['{{randomInt 1 10}}', 0, '1'],
  ['{{randomInt 1 10}}', 0.9999, '9'],
  ['{{randomInt -5 10}}', 0, '0'],
  ['{{randomInt}}', 0, '0'],
  ['{{randomInt}}', 0.999_999_999_9, '2147483647'],
  ['{{ randomInt   1   10 }}', 0.5, '5'],
])('%s is at least its first number and less than its second', (text, random, rendered) => {
  expect(render(text, random)).toBe(rendered);
});

test.each([
  ['{{randomString 8}}', /^[a-zA-Z0-9]{8}$/],
  ['{{randomString}}', /^[a-zA-Z0-9]{9}$/],
  ['{{randomString 0}}', /^[a-zA-Z0-9]{9}$/],
  ['{{randomString -1}}', /^[a-zA-Z0-9]{9}$/],
])('%s is letters and digits', (text, form) => {
  expect(render(text)).toMatch(form);
});

test.each([
  [0, 2],
  [0.9999, 16],
])('without a length a random string has 2 to 16 letters: %s makes %s', (random, length) => {
  expect(render('{{randomString}}', random)).toHaveLength(length);
});

const variables =
  '.RequestNumber, .WorkerID, .UUID, .Timestamp, .TimestampUnix, .TimestampUnixMilli, .TimestampUnixNano, ' +
  '.FullyQualifiedName, .MethodName, .ServiceName, .InputName, .OutputName, .IsClientStreaming, .IsServerStreaming';
const known = `only single variables and functions are known: newUUID, randomInt, randomString, ${variables}`;

test.each([
  ['{{.Request}}', `{{.Request}}: there is no .Request, only ${variables}`],
  [
    '{{.Requestnumber}}',
    `{{.Requestnumber}}: there is no .Requestnumber, only ${variables}; did you mean .RequestNumber?`,
  ],
  ['{{.constructor}}', `{{.constructor}}: there is no .constructor, only ${variables}`],
  ['{{RequestNumber}}', `{{RequestNumber}}: ${known}; did you mean .RequestNumber?`],
  ['{{randomInteger}}', `{{randomInteger}}: ${known}; did you mean randomInt?`],
  ['{{toString}}', `{{toString}}: ${known}`],
  ['{{}}', `{{}}: ${known}`],
  ['{{.UUID | printf "%s"}}', `{{.UUID | printf "%s"}}: ${known}`],
  ['{{UUID}}', `{{UUID}}: ${known}; did you mean .UUID?`],
  ['{{if .UUID}}', `{{if .UUID}}: ${known}`],
  ['{{randomInt 5}}', '{{randomInt 5}}: it must be randomInt, or randomInt min max with min < max'],
  ['{{randomInt 5 5}}', '{{randomInt 5 5}}: it must be randomInt, or randomInt min max with min < max'],
  ['{{randomInt 1 2 3}}', '{{randomInt 1 2 3}}: it must be randomInt, or randomInt min max with min < max'],
  ['{{randomInt .A 3}}', '{{randomInt .A 3}}: it must be randomInt, or randomInt min max with min < max'],
  ['{{randomString 1 2}}', '{{randomString 1 2}}: it must be randomString, or randomString length'],
  ['{{randomString 9999999}}', '{{randomString 9999999}}: it must be randomString, or randomString length'],
  ['{{newUUID 1}}', '{{newUUID 1}}: it must be newUUID'],
  ['{{.UUID', '{{ is never closed by }}'],
])('%s is refused with what is known', (text, problem) => {
  expect(problemsOf(text)).toEqual([`data: line 1, column 1: ${problem}`]);
});

test('all that is wrong is told, each with its place', () => {
  expect(problemsOf('{\n "a": {{.A}}, {{.UUID}}\n {{newUUID 1}}').map((line) => line.slice(0, 32))).toEqual([
    'data: line 2, column 7: {{.A}}: ',
    'data: line 3, column 2: {{newUUI',
  ]);
});

test('without functions variables are left, and functions are refused', () => {
  expect(orThrow(compile('{{.RequestNumber}}', 'variables')).render(call, chance())).toBe('7');
  expect(problemsOf('{{newUUID}}', 'variables')).toEqual([
    'data: line 1, column 1: {{newUUID}}: template functions are disabled',
  ]);
});

test('without templates nothing is touched', () => {
  const text = '{{.Nothing}} {{';
  expect(orThrow(compile(text, 'none'))).toMatchObject({ changes: false, settled: text });
});

test('what is the same for all calls is settled before the first', () => {
  const { settled, changes } = orThrow(compile('a {{- .MethodName -}} b{{/* c */}}'));
  expect([settled, changes]).toEqual(['aUnaryb', false]);
});

test('a settled template is rendered as the template itself', () => {
  const action = fc.constantFrom(
    '{{.RequestNumber}}',
    '{{- .WorkerID }}',
    '{{ .MethodName -}}',
    '{{randomInt 1 10}}',
    '{{/* x */}}',
    '{{- /* x */ -}}',
    '{{.UUID}}',
  );
  const text = fc.string().filter((piece) => !/[{}]/.test(piece));
  fc.assert(
    fc.property(fc.array(fc.oneof(action, text, fc.constantFrom(' ', '\n', '{', '} '))), (pieces) => {
      const whole = pieces.join('').replace(/\{\{\{+/g, '{{');
      const compiled = compile(whole);
      if (compiled.value === undefined) return;
      const again = orThrow(compile(compiled.value.settled));
      expect(again.render({ ...call }, chance())).toBe(compiled.value.render({ ...call }, chance()));
    }),
  );
});

test('no text whatever throws, and one without actions stays as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{{', '}}', '-', ' ', '/*', '*/', '.UUID', 'x', '"', '\n')), (pieces) => {
      const text = pieces.join('');
      const { value, problems } = compile(text);
      if (!text.includes('{{')) expect(value?.render(call, chance())).toBe(text);
      else expect(value !== undefined || (problems ?? []).length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});
