// Inputs that say how the server is reached.
import type { Fields } from '../../model/schema.ts';

export const connectionFields = {
  insecure: {
    kind: 'boolean',
    describe:
      'true is plain text, false is TLS; where it is not given, TLS if cacert, cert or skipTLS is, else plain text',
  },
  cacert: { kind: 'string', nonEmpty: true, describe: 'CA certificates to trust: PEM text or a file' },
  cert: { kind: 'string', nonEmpty: true, describe: 'client certificate: PEM text or a file' },
  key: {
    kind: 'string',
    nonEmpty: true,
    sensitive: true,
    describe: 'key of the client certificate: PEM text or a file',
  },
  cname: { kind: 'string', nonEmpty: true, describe: 'name to verify and to ask for, instead of that in host' },
  skipTLS: { kind: 'boolean', default: false, describe: 'use TLS and do not verify the certificate of the server' },
  authority: { kind: 'string', nonEmpty: true, describe: 'the :authority of every request, instead of host' },
  connections: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 20_000,
    default: 1,
    describe: 'connections that the requests share; not more than concurrency',
  },
  'connect-timeout': {
    kind: 'string',
    format: 'duration',
    default: '10s',
    describe: 'how long a new connection may take: name, TCP, TLS and HTTP/2 together',
  },
  keepalive: {
    kind: 'string',
    format: 'duration',
    describe:
      'send a PING after so long without a word of the server; no answer within the same time ends the connection',
    example: '30s',
  },
  'enable-compression': { kind: 'boolean', default: false, describe: 'send messages compressed (gzip)' },
  'max-recv-message-size': {
    kind: 'string',
    nonEmpty: true,
    describe: 'the largest message taken from the server, in bytes or as in 4MB, 4MiB; larger ones are errors',
  },
  'max-send-message-size': {
    kind: 'string',
    nonEmpty: true,
    describe: 'the largest message sent, in bytes or as in 4MB, 4MiB',
  },
  'lb-strategy': {
    kind: 'string',
    describe: 'accepted as round_robin only: connections go to the addresses of host one after the other',
  },
} as const satisfies Fields;
