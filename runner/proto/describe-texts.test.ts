import { describeSet } from './describe-set.ts';
import { describeTexts } from './describe-texts.ts';
import { createEncoder } from './encode-data.ts';
import { findCall } from './find-call.ts';
import { describeShop, describeText, hex, orThrow } from './shop.fixture.ts';

const head = 'syntax = "proto3";\npackage p;\n';

async function problemsOf(...args: Parameters<typeof describeText>): Promise<string[]> {
  const { problems = [] } = await describeText(...args);
  return problems.map(({ message }) => message);
}

test.each([
  ['a semicolon that is missing', 'message A {\n  string a = 1\n  int32 b = 2;\n}', "5: ';' is expected, not 'int32'"],
  ['a word that means nothing', 'messag A {}', "3: 'messag' is not expected here"],
  ['a message that is not closed', 'message A {\n string a = 1;\n', '5: the text ends too early'],
  ['a comment that is not closed', 'message A {} /* x', '3: a comment is never closed'],
  ['a number used twice', 'message A {\n string a = 1;\n string b = 1;\n}', '5: duplicate id 1 in A'],
  ['a field named twice', 'message A {\n string a = 1;\n string a = 2;\n}', "5: duplicate name 'a' in A"],
  ['a message named twice', 'message A {}\n\nmessage A {}', "5: duplicate name 'A' in p"],
  ['a number that is reserved', 'message A {\n reserved 5 to 7;\n string a = 6;\n}', '5: id 6 is reserved in A'],
  ['a field without a number', 'message A {\n string a = x;\n}', "4: 'x' is no number for a field"],
  ['required in proto3', 'message A {\n required string a = 1;\n}', "4: 'required' is not expected here"],
  ['a key that no map can have', 'message A {\n map<double, string> a = 1;\n}', "4: 'double' is no type"],
  ['a method without an answer', 'message A {}\nservice S {\n rpc M(A);\n}', "5: 'returns' is expected, not ';'"],
  ['braces without end', 'message A {'.repeat(200), '3: max depth exceeded'],
])('%s is named with its line', async (_, text, problem) => {
  expect(await problemsOf(`${head}${text}`)).toEqual([`main.proto:${problem}`]);
});

test('what is no .proto is shown in part, and moves no cursor', async () => {
  expect(await problemsOf('a'.repeat(100_000))).toEqual([`main.proto:1: '${'a'.repeat(60)}…' is not expected here`]);
  expect(await problemsOf('\u001b2J\u0000')).toEqual(["main.proto:1: '\ufffd2J\ufffd' is not expected here"]);
});

test('lines are counted with CRLF, too', async () => {
  expect(await problemsOf(`${head}message A {\n strin a = 1;\n}`.replaceAll('\n', '\r\n'))).toEqual([
    'main.proto:4: p.A.a: there is no type strin',
  ]);
});

test('what the library cannot read is said to need a protoset', async () => {
  const text = 'syntax = "proto2";\nmessage A {\n oneof one {\n group B = 1 { optional int32 n = 1; } } }';
  expect(await problemsOf(text)).toEqual(['main.proto:4: a group in a oneof cannot be read here: give a protoset']);
});

test('a syntax that nobody knows is refused', async () => {
  expect(await problemsOf('// x\nsyntax = "proto4";')).toEqual([
    'main.proto:2: syntax must be proto2 or proto3, is "proto4"',
  ]);
});

test('a page instead of a .proto is seen as such', async () => {
  expect(await problemsOf('\n<!DOCTYPE html>')).toEqual(['main.proto: this is HTML or XML, not a .proto text']);
});

test('numbers that no field can have are refused', async () => {
  const range = '1 to 536870911, without 19000 to 19999';
  expect(await problemsOf(`${head}message A {\n string a = 0;\n string b = 19500;\n string c = 536870912;\n}`)).toEqual(
    [
      `main.proto:4: p.A.a: 0 is no number for a field: ${range}`,
      `main.proto:5: p.A.b: 19500 is no number for a field: ${range}`,
      `main.proto:6: p.A.c: 536870912 is no number for a field: ${range}`,
    ],
  );
});

test('an enum without values is refused', async () => {
  expect(await problemsOf(`${head}enum E {}`)).toEqual(['main.proto:3: p.E: an enum needs a value']);
});

test('all types that are missing are named, with the nearest', async () => {
  const text = `${head}message Point {
    Foo a = 1;
    Poit b = 2;
    x.Point c = 3;
  }
  enum E { X = 0; }
  service S {
    rpc M(Foo) returns (Point);
    rpc N(Point) returns (E);
  }`;
  expect(await problemsOf(text)).toEqual([
    'main.proto:4: p.Point.a: there is no type Foo',
    'main.proto:5: p.Point.b: there is no type Poit; did you mean p.Point?',
    'main.proto:6: p.Point.c: there is no type x.Point; did you mean p.Point?',
    'main.proto:10: p.S.M: there is no type Foo',
    'main.proto:11: p.S.N: E is an enum, not a message',
  ]);
});

test('a name means what is in scope where it is written, not what is somewhere below', async () => {
  const encoder = createEncoder(await describeShop(), 'shop.v1.Outer');
  // shop.v1.Point has latitude, shop.v1.Outer.Inner.Point has not.
  expect(hex(encoder.text('{"p": {"latitude": 1}}', 'data').value)).toEqual(['0a020801']);
});

test('a name that is only somewhere below is not in scope', async () => {
  const text = `${head}message A { message B { message C {} } C c = 1; }`;
  expect(await problemsOf(text)).toEqual(['main.proto:3: p.A.c: there is no type C; did you mean p.A.B.C?']);
});

test('the innermost of two scopes wins', async () => {
  const text = `${head}message B { int32 outer = 1; } message A { message B { int32 inner = 1; } B b = 1; .p.B c = 2; }`;
  const encoder = createEncoder(orThrow(await describeText(text)), 'p.A');
  expect(hex(encoder.text('{"b": {"inner": 1}, "c": {"outer": 1}}', 'data').value)).toEqual(['0a02080112020801']);
});

test('the field of a group has its name in small letters', async () => {
  const text = 'syntax = "proto2"; package p; message A { optional group OneTwo = 1 { optional int32 n = 1; } }';
  const described = orThrow(await describeText(text));
  for (const descriptors of [described, orThrow(describeSet(described.bytes(), 'x'))]) {
    expect(hex(createEncoder(descriptors, 'p.A').text('{"onetwo": {"n": 1}}', 'data').value)).toEqual(['0b08010c']);
  }
});

test('imports are looked for in each folder, in order', async () => {
  const text = `${head}import "b.proto"; message A { q.B b = 1; }`;
  const others = { 'one/b.proto': 'package q; message B {}', 'two/b.proto': 'broken' };
  expect(await problemsOf(text, others, ['zero', 'one/', 'two'])).toEqual([]);
});

test('an import that is nowhere is named, and where it was looked for', async () => {
  expect(await problemsOf(`${head}import "x/b.proto";`, {}, ['.', 'protos/'])).toEqual([
    'main.proto:3: the import x/b.proto is not found; looked for x/b.proto, protos/x/b.proto: ' +
      'add its folder to import-paths, or give a protoset that holds all',
  ]);
});

test('an import that does not parse is named with its own line', async () => {
  expect(await problemsOf(`${head}import "b.proto";`, { 'b.proto': '\n\nmessage {' })).toEqual([
    "b.proto:3: '{' is no type name",
  ]);
});

test('files that import one another are fine', async () => {
  const other = 'syntax = "proto3"; package q; import "main.proto"; message B { p.A a = 1; }';
  expect(await problemsOf(`${head}import "b.proto"; message A { q.B b = 1; }`, { 'b.proto': other })).toEqual([]);
});

test('a message of two files is refused', async () => {
  const text = `${head}import "b.proto"; message A {}`;
  expect(await problemsOf(text, { 'b.proto': `${head}message A {}` })).toEqual(["b.proto: duplicate name 'A' in p"]);
});

test('several main files may import one another without a reader', async () => {
  const files = [
    { name: 'protos/a.proto', text: `${head}import "b.proto"; message A { B b = 1; }` },
    { name: 'protos/b.proto', text: `${head}message B { }` },
  ];
  const described = await describeTexts(files, { folders: [], read: async () => undefined });
  expect(described.problems).toBeUndefined();
});

test('files that everybody imports need not be there', async () => {
  const text = `${head}
    import "google/api/annotations.proto";
    import "google/api/field_behavior.proto";
    import "google/protobuf/any.proto";
    import "google/protobuf/descriptor.proto";
    import "google/rpc/status.proto";
    extend google.protobuf.FieldOptions { string mine = 50000; }
    message A {
      string a = 1 [(google.api.field_behavior) = REQUIRED, (mine) = "x"];
      google.rpc.Status status = 2;
      google.protobuf.FileDescriptorProto file = 3;
    }
    service S { rpc M(A) returns (A) { option (google.api.http) = { get: "/v1/{a=*}" additional_bindings { post: "/" } }; } }`;
  expect(await problemsOf(text)).toEqual([]);
});

test('a text without a service says so when it is called', async () => {
  expect(findCall(orThrow(await describeText('')), 'p.S.M').problems).toEqual([
    { path: '', message: 'there is no service p.S: no service is described at all' },
  ]);
});

test('imports of what is no file are not looked for, and that is said', async () => {
  const { problems = [] } = await describeTexts([{ name: 'proto', text: 'import "other.proto";' }], {
    folders: [],
    read: async () => undefined,
  });
  expect(problems.map(({ message }) => message)).toEqual([
    'proto:1: the import other.proto is not looked for, as this is no file: give a file, or a protoset that holds all',
  ]);
});
