// Why there was no answer, in words, and what that means for another attempt.
import { messageOf } from '../model/errors.ts';

export class NetworkFailure extends Error {
  readonly reached: boolean; // the request may have got there, and taken effect
  readonly hopeless: boolean; // another attempt would fail in the same way

  constructor(message: string, { reached, hopeless = false, cause }: FailureOptions) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'NetworkFailure';
    this.reached = reached;
    this.hopeless = hopeless;
  }
}

interface FailureOptions {
  reached: boolean;
  hopeless?: boolean;
  cause?: unknown;
}

export function networkFailure(error: unknown, reached: boolean): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const code = codeOf(error);
  const hopeless =
    code === 'EPROTO' || code in certificateWords || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
  return new NetworkFailure(wordsOf(code, error), { reached: reached && !hopeless, hopeless, cause: error });
}

const noTls = 'it speaks no TLS: is it http:// at this port?';

const certificateWords: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and not the CA that the kubeconfig names',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by a CA that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an unknown CA',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the CA that the kubeconfig names',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: is the clock right here?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: tls-server-name in the kubeconfig can give it',
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

const words: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed before the answer was complete',
  EPIPE: 'the connection was closed while the request was being sent',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network that leads to it',
  ETIMEDOUT: 'nobody answered the connection attempt',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
};

function wordsOf(code: string, error: unknown): string {
  const known = certificateWords[code] ?? words[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'its answer is no HTTP';
  if (code === 'EPROTO') return handshakeWords(messageOf(error));
  if (code.startsWith('ERR_SSL_')) return `the TLS handshake failed: ${messageOf(error)}`;
  return messageOf(error) || code;
}

// Of OpenSSL's own, as 0A00010B:SSL routines:ssl3_get_record:wrong version number:file:line
function handshakeWords(message: string): string {
  const reason = /SSL routines:[^:]*:([^:]*)/.exec(message)?.[1] ?? '';
  if (/wrong version number|packet length too long/.test(reason)) return noTls;
  return `the TLS handshake failed: ${reason || message.trim()}`;
}

// Where several addresses were tried, Node gives the error of each; the first one's will do.
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}
