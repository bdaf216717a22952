// Inputs that say what is called and what is sent.
import type { Fields } from '../../model/schema.ts';

export const callFields = {
  host: {
    kind: 'string',
    describe: 'where the service listens: name:port, dns:///name:port, [address]:port, or unix:path of a socket',
    example: 'routeguide.default:50051',
  },
  call: {
    kind: 'string',
    describe: 'method to call, as package.Service.Method or package.Service/Method',
    example: 'routeguide.RouteGuide.GetFeature',
  },
  proto: {
    kind: 'string',
    nonEmpty: true,
    describe:
      'the .proto that has the service: a file, a URL, or the text itself; without proto and protoset the server is asked (reflection)',
    example: 'route_guide.proto',
  },
  protoURL: {
    kind: 'string',
    format: 'url',
    nonEmpty: true,
    describe: 'address of the .proto that has the service, downloaded once',
  },
  protoset: {
    kind: 'string',
    nonEmpty: true,
    describe: 'compiled descriptors, as protoc --include_imports --descriptor_set_out writes them: a file or a URL',
  },
  'import-paths': {
    kind: 'list',
    of: { kind: 'string', nonEmpty: true, describe: 'a folder' },
    describe: 'folders in which the imports of proto are looked for, beside its own and the working folder',
    example: ['protos'],
  },
  'reflect-metadata': {
    kind: 'map',
    of: { kind: 'string', describe: 'value of the entry' },
    dotted: true,
    orText: true,
    sensitive: true,
    describe: 'metadata of the questions to server reflection: a map, or JSON text of one',
  },
  data: {
    kind: 'any',
    describe:
      'what is sent, as JSON has it: a message, a list of them, or JSON text of either; may hold template actions',
    example: { latitude: 407838351, longitude: -746143763 },
  },
  'data-file': { kind: 'string', nonEmpty: true, describe: 'file with the JSON text of data' },
  dataURL: {
    kind: 'string',
    format: 'url',
    nonEmpty: true,
    describe: 'address of the JSON text of data, downloaded once',
  },
  'binary-file': {
    kind: 'string',
    nonEmpty: true,
    describe: 'file with a serialised message, or with several, each after its length',
  },
  binaryDataURL: {
    kind: 'string',
    format: 'url',
    nonEmpty: true,
    describe: 'address of what a binary-file holds, downloaded once',
  },
  metadata: {
    kind: 'map',
    of: { kind: 'string', describe: 'value of the entry' },
    dotted: true,
    orText: true,
    sensitive: true,
    describe:
      'metadata of every request: a map, or JSON text of one; that of an endpoint is added, name by name; values of names that end in -bin are base64; may hold template actions',
    example: { 'x-tenant': 'a' },
  },
  'metadata-file': { kind: 'string', nonEmpty: true, describe: 'file with the JSON text of metadata' },
  metadataURL: {
    kind: 'string',
    format: 'url',
    nonEmpty: true,
    describe: 'address of the JSON text of metadata, downloaded once',
  },
  'disable-template-functions': {
    kind: 'boolean',
    default: false,
    describe: 'take functions in template actions for errors; variables are still carried out',
  },
  'disable-template-data': {
    kind: 'boolean',
    default: false,
    describe: 'leave all template actions as they are',
  },
  'stream-interval': {
    kind: 'string',
    format: 'duration',
    describe: 'pause between two messages that a stream sends',
    example: '100ms',
  },
  'stream-call-duration': {
    kind: 'string',
    format: 'duration',
    describe:
      'how long a streaming call may take: a stream that sends goes on until then, one that only receives is cancelled',
    example: '500ms',
  },
  'stream-call-count': {
    kind: 'number',
    integer: true,
    min: 0,
    max: 1e9,
    describe:
      'how many messages a stream sends, starting again from the first of data; of one that only receives, after how many it is cancelled',
  },
  'stream-dynamic-messages': {
    kind: 'boolean',
    default: false,
    describe: 'carry out template actions for each message of a stream, not once for each request',
  },
} as const satisfies Fields;
