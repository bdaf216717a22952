// What went wrong between here and the reflection service, in words.
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { ReflectedServer } from '../model/task.ts';
import { connectTimeout } from './reflection-stream.ts';

const deadlineExceeded = 4;
const unauthenticated = 16;
const permissionDenied = 7;
const nodeHint = /; if the root CA is installed locally, try running Node\.js with \S+/;

export function failureOf({ host, tls, connectTimeoutMs }: ReflectedServer, error: unknown): Iter8Error {
  const said = reasonIn(messageOf(error));
  const { code } = error as { code?: unknown };
  const fail = (message: string) =>
    new Iter8Error('REFLECTION', `${host} could not be asked for its services: ${message}`, { cause: error });
  if (error === connectTimeout) return fail(`no connection within ${connectTimeoutMs / 1000} s`);
  if (code === deadlineExceeded) return fail('it did not answer in time');
  if (code === unauthenticated || code === permissionDenied)
    return fail(`it refuses to say (${said}): give reflect-metadata with the credentials it asks for`);
  if (/ECONNREFUSED/.test(said)) return fail('nothing listens there (connection refused)');
  if (/ENOTFOUND|EAI_AGAIN|Name resolution failed/.test(said)) return fail('the host name does not resolve');
  if (/ENOENT/.test(said)) return fail('there is no such socket');
  if (tls !== null && /wrong version number|EPROTO|packet length too long/i.test(said))
    return fail('it speaks plain text, not TLS: leave out the TLS inputs, or set insecure: true');
  if (tls !== null && /certificate|self.signed|altname|handshake|alert/i.test(said))
    return fail(`the TLS handshake failed: ${handshakeWords(said)}`);
  if (
    tls === null &&
    /ECONNRESET|Failed to connect|Connection dropped|Protocol error|PROTOCOL_ERROR|socket hang up|closed/i.test(said)
  )
    return fail(
      'it ended the connection before it answered: it may speak TLS (set insecure: false, or give cacert), or no HTTP/2',
    );
  return fail(said);
}

// What the library says of a connection that it tried several times, without its own words around it.
function reasonIn(message: string): string {
  const [, reason] = /Last error: (?:Error: )*([\s\S]*?)\.? Resolution note:/.exec(message) ?? [];
  const said = reason === undefined || reason === '' ? message : reason;
  return said.replace(nodeHint, '');
}

function handshakeWords(said: string): string {
  const name = /altnames: (?:Host|IP): (\S+?)\.? is not in the cert's (?:altnames|list): ?(.*)/.exec(said);
  if (name !== null) {
    const names = (name[2] ?? '').replace(/\b(?:DNS|IP Address):/g, '');
    return `the certificate of the server is for ${names === '' ? 'other names' : names}, not for ${name[1]}: see cname`;
  }
  const reason = /:SSL routines:[^:]*:([^:]+):/.exec(said)?.[1] ?? said;
  if (/certificate required/.test(reason)) return 'the server asks for a client certificate: give cert and key';
  return `${reason}: see cacert, cname, cert and key`;
}
