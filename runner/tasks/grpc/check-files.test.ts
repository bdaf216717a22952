import { referenceTo } from '../../model/secret-reference.ts';
import { checkFiles } from './check-files.ts';
import type { GrpcInputs } from './inputs.ts';
import { filesOf, proto, target } from './proto.fixture.ts';

const pem = (label: string) => `-----BEGIN ${label}-----\nAA==\n-----END ${label}-----\n`;
const files = filesOf({
  'guide.proto': proto,
  'broken.proto': proto.replace('longitude = 2; }', 'longitude = 2 }'),
  'importing.proto':
    'syntax = "proto3"; import "guide.proto"; service S { rpc Get(guide.Point) returns (guide.Name); }',
  'protos/deep.proto': 'syntax = "proto3"; import "other.proto"; service S { rpc Get(Other) returns (Other); }',
  'shared/other.proto': 'syntax = "proto3"; message Other { string a = 1; }',
  'data.json': '[{"latitude": 1}, {"latitude": 1.5}]',
  'no.pem': 'nothing',
  'cert.pem': pem('CERTIFICATE'),
  'key.pem': pem('EC PRIVATE KEY'),
  'locked.pem': pem('ENCRYPTED PRIVATE KEY'),
});
const found = async (inputs: GrpcInputs) =>
  (await checkFiles({ ...target, ...inputs }, files)).map(({ path, message }) => `${path}: ${message}`);

test.each<[words: string, inputs: GrpcInputs]>([
  ['a file', { proto: 'guide.proto', data: { latitude: 5 } }],
  ['a certificate with its key', { cacert: 'cert.pem', cert: 'cert.pem', key: 'key.pem' }],
  ['text', { proto, data: '{"latitude": {{randomInt 1 5}}}' }],
  ['an import beside the working folder', { proto: 'importing.proto', call: 'S.Get' }],
  ['an import from a given folder', { proto: 'protos/deep.proto', 'import-paths': ['shared'], call: 'S.Get' }],
])('%s that fits is left alone', async (_, inputs) => {
  expect(await found(inputs)).toEqual([]);
});

test.each<[problem: string | RegExp, inputs: GrpcInputs]>([
  [
    'call: guide.Guide has no method Gett, only Get, List, Record; did you mean Get?',
    { proto, call: 'guide.Guide.Gett' },
  ],
  [/^call: there is no service guide.Guides, only guide.Guide; did you mean/, { proto, call: 'guide.Guides.Get' }],
  [/^data\.lat: guide\.Point has no such field.*latitude/, { proto, data: { lat: 5 } }],
  [/^data-file\[1\]\.latitude: /, { proto, 'data-file': 'data.json' }],
  [/^proto: broken\.proto:4/, { proto: 'broken.proto' }],
  ['proto: gone.proto: there is no such file', { proto: 'gone.proto' }],
  ['data-file: gone.json: there is no such file', { proto, 'data-file': 'gone.json' }],
  [/^protoset: guide\.proto is no protoset.*\.proto text/, { protoset: 'guide.proto' }],
  [
    /^proto: protos\/deep\.proto:1: the import other\.proto is not found/,
    { proto: 'protos/deep.proto', call: 'S.Get' },
  ],
  [/^metadata\.a: .*\.Nope/, { proto, metadata: { a: '{{.Nope}}' } }],
  ['metadata-file: gone.json: there is no such file', { proto, 'metadata-file': 'gone.json' }],
  ['cacert: no.pem holds no PEM text', { cacert: 'no.pem' }],
  ['cacert: key.pem holds no certificate', { cacert: 'key.pem' }],
  ['cert: the text holds no certificate', { cert: pem('PRIVATE KEY'), key: 'key.pem' }],
  [
    'key: what is given (not shown) is neither PEM text nor a file that can be read',
    { cert: 'cert.pem', key: `MIIEcanary/${'a'.repeat(50)}` },
  ],
  ['key: cert.pem holds no private key', { cert: 'cert.pem', key: 'cert.pem' }],
  [
    'key: locked.pem holds a key that is encrypted: give it without a passphrase',
    { cert: 'cert.pem', key: 'locked.pem' },
  ],
  [
    'data[1]: the message has 22 bytes, max-send-message-size allows 12',
    {
      proto,
      data: [
        { latitude: 1, longitude: 2 },
        { latitude: -1, longitude: -1 },
      ],
      'max-send-message-size': '12',
    },
  ],
])('%s', async (problem, inputs) => {
  expect(await found(inputs)).toEqual([problem instanceof RegExp ? expect.stringMatching(problem) : problem]);
});

test('files that cannot be read are told together, and what else is wrong with them', async () => {
  const missing = { 'data-file': 'gone.json', 'metadata-file': 'none.json' };
  const data = 'data-file: gone.json: there is no such file';
  const metadata = 'metadata-file: none.json: there is no such file';
  expect(await found({ proto: 'gone.proto', ...missing })).toEqual([
    'proto: gone.proto: there is no such file',
    metadata,
    data,
  ]);
  expect(await found({ proto, call: 'guide.Guide.X', ...missing })).toEqual([
    expect.stringMatching(/^call: /),
    metadata,
    data,
  ]);
});

test.each<[what: string, inputs: GrpcInputs]>([
  ['call', { proto, call: 'guide.Guide.X' }],
  ['proto', { proto: 'broken.proto' }],
])('what is wrong with %s does not hide what is wrong with template actions', async (input, inputs) => {
  const sent = { metadata: { a: '{{.Nope}}' }, data: { latitude: '{{randomInt 5 1}}' } };
  expect(await found({ ...inputs, ...sent })).toEqual([
    expect.stringMatching(`^${input}: `),
    expect.stringMatching(/^metadata\.a: .*\.Nope/),
    expect.stringMatching(/^data: .*randomInt min max/),
  ]);
});

test('what is wrong for all endpoints is told once, at the place where it is said', async () => {
  const endpoints = { a: {}, b: { data: { nope: 1 } }, c: {} };
  const paths = (await checkFiles({ ...target, proto, data: { lat: 5 }, endpoints }, files)).map(({ path }) => path);
  expect(paths).toEqual(['data.lat', 'endpoints.b.data.nope']);
});

test.each<[what: string, inputs: GrpcInputs]>([
  ['the server is asked for', {}],
  ['is downloaded', { protoURL: 'http://files.test/guide.proto', 'data-file': 'gone.json' }],
  ['a secret fills in', { proto: referenceTo('proto'), data: { lat: 5 } }],
])('what %s is left for the step', async (_, inputs) => {
  expect(await found(inputs)).toEqual([]);
});

test('data that a secret or a download fills in does not keep the rest from being checked', async () => {
  const open = { data: { lat: referenceTo('lat') }, metadata: referenceTo('all') };
  expect(await found({ proto, ...open })).toEqual([]);
  expect(await found({ proto, ...open, call: 'guide.Guide.X' })).toHaveLength(1);
  expect(await found({ proto, dataURL: 'http://files.test/d', call: 'guide.Guide.X' })).toHaveLength(1);
});
