import type { Fields, ObjectSchema } from '../../model/schema.ts';
import { abortOnInput } from '../common/abort-on.ts';
import { warmupInputs } from '../common/warmup-inputs.ts';

// Everything the http task takes; docs/http.md shows this table. What can be said for an endpoint can be said for all.
export const endpointFields = {
  url: {
    kind: 'string',
    format: 'url',
    describe: 'address to send requests to, http or https; needed here or in every endpoint',
    example: 'http://127.0.0.1:8080/get',
  },
  method: {
    kind: 'string',
    format: 'method',
    describe: 'HTTP method; where it is not given, POST with a payload or a contentType, GET without',
    example: 'PUT',
  },
  http2: {
    kind: 'string',
    oneOf: ['true', 'false', 'auto'],
    default: 'false',
    describe:
      'HTTP/2 instead of HTTP/1.1: true for HTTP/2 and nothing else, in plain text too; auto for what the server chooses over TLS (HTTP/1.1 in plain text)',
  },
  headers: {
    kind: 'map',
    name: 'header',
    dotted: true,
    of: { kind: 'string', format: 'header-value', describe: 'value of the header' },
    sensitive: true,
    describe:
      'headers of every request, `Host` included; the headers of an endpoint are added to the common ones, name by name',
    example: { Accept: 'application/json' },
  },
  numRequests: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 1e12,
    default: 100,
    describe: 'how many requests to send; wins over a duration given at the same level',
  },
  duration: {
    kind: 'string',
    format: 'duration',
    describe: 'how long to send requests, instead of numRequests',
    example: '30s',
  },
  qps: {
    kind: 'number',
    max: 1e6,
    default: 8,
    describe: 'requests a second, fractions allowed; 0 or less: as fast as the connections allow',
  },
  connections: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 20_000,
    default: 4,
    describe: 'parallel connections',
  },
  arrival: {
    kind: 'string',
    oneOf: ['constant', 'poisson'],
    default: 'constant',
    describe: 'distances between requests: all the same, or random as of many independent users',
  },
  stages: {
    kind: 'list',
    min: 1,
    of: {
      kind: 'object',
      describe: 'a rate and how long it is held',
      required: ['qps', 'duration'],
      fields: {
        qps: { kind: 'number', above: 0, max: 1e6, describe: 'requests a second in this stage' },
        duration: { kind: 'string', format: 'duration', describe: 'how long the stage lasts' },
      },
    },
    describe: 'rates one after the other, instead of qps, numRequests and duration',
    example: [
      { qps: 10, duration: '30s' },
      { qps: 100, duration: '1m' },
    ],
  },
  maxDuration: {
    kind: 'string',
    format: 'duration',
    default: '1h',
    describe: 'the longest that requests are sent, however many are left; a longer duration or longer stages raise it',
  },
  timeout: {
    kind: 'string',
    format: 'duration',
    default: '30s',
    describe: 'how long a request may take, from the time it is sent to the last byte of its answer',
  },
  connectTimeout: {
    kind: 'string',
    format: 'duration',
    default: '5s',
    describe: 'how long a new connection may take: name, TCP and TLS together',
  },
  maxRequestsPerConnection: {
    kind: 'number',
    integer: true,
    min: 0,
    default: 0,
    describe: 'requests after which a connection is closed and a new one opened, to reach other pods; 0: no limit',
  },
  followRedirects: {
    kind: 'boolean',
    default: false,
    describe: 'follow redirects, 10 at most; the latency is that of the whole chain',
  },
  payloadStr: { kind: 'string', describe: 'text to send as the payload' },
  payloadFile: { kind: 'string', nonEmpty: true, describe: 'file whose bytes are sent; wins over payloadStr' },
  payloadURL: {
    kind: 'string',
    format: 'url',
    nonEmpty: true,
    describe: 'address whose content is downloaded once and sent; wins over payloadFile and payloadStr',
  },
  contentType: {
    kind: 'string',
    format: 'header-value',
    nonEmpty: true,
    describe: 'type of the payload (application/octet-stream where it is not given)',
    example: 'application/json',
  },
  ...warmupInputs,
  errorRanges: {
    kind: 'list',
    default: [{ lower: 400 }],
    of: {
      kind: 'object',
      describe: 'a range of HTTP statuses, limits included',
      fields: {
        lower: { kind: 'number', integer: true, min: 0, max: 999, describe: 'lowest status of the range' },
        upper: { kind: 'number', integer: true, min: 0, max: 999, describe: 'highest status of the range' },
      },
    },
    describe: 'HTTP statuses that count as errors; a request without an answer is always one',
  },
  percentiles: {
    kind: 'list',
    default: [50, 75, 90, 95, 99, 99.9],
    of: { kind: 'number', above: 0, max: 100, describe: 'a percentile' },
    describe: 'percentiles of the latency to report; yours are added to these',
  },
  expect: {
    kind: 'object',
    describe: 'what an answer must be; one that is not counts as an error',
    fields: {
      status: {
        kind: 'list',
        min: 1,
        of: { kind: 'number', integer: true, min: 100, max: 999, describe: 'an HTTP status' },
        describe: 'statuses that are right; takes the place of the default errorRanges',
        example: [200, 204],
      },
      bodyContains: { kind: 'string', nonEmpty: true, describe: 'text within the first MiB of the body' },
      bodyMatches: {
        kind: 'string',
        format: 'regex',
        nonEmpty: true,
        describe: 'JavaScript regular expression that matches within the first MiB of the body',
      },
    },
  },
  abortOn: abortOnInput,
  tls: {
    kind: 'object',
    describe: 'settings for https',
    fields: {
      insecure: { kind: 'boolean', default: false, describe: 'do not verify the certificate of the server' },
      ca: { kind: 'string', nonEmpty: true, describe: 'CA certificates to trust: PEM text or a file' },
      cert: { kind: 'string', nonEmpty: true, describe: 'client certificate: PEM text or a file' },
      key: {
        kind: 'string',
        nonEmpty: true,
        sensitive: true,
        describe: 'key of the client certificate: PEM text or a file',
      },
      serverName: {
        kind: 'string',
        nonEmpty: true,
        describe: 'name to verify and to ask for, instead of the host in url',
      },
    },
  },
  allowInitialErrors: {
    kind: 'boolean',
    describe: 'taken for old command lines',
    accepted: 'without effect: errors are counted from the first request on, and never end the load',
  },
} as const satisfies Fields;

export const httpSchema = {
  kind: 'object',
  describe: 'sends HTTP requests and measures errors and latency',
  fields: {
    ...endpointFields,
    endpoints: {
      kind: 'map',
      name: 'endpoint',
      of: { kind: 'object', describe: 'one endpoint', fields: endpointFields },
      describe: 'any of the inputs above for one endpoint, measured by itself as `http-<name>`',
    },
    warmup: {
      kind: 'boolean',
      describe: 'true where this entry of a spec is a warm-up only, as expanded specs say it',
    },
  },
} as const satisfies ObjectSchema;
