import type { FailureKind } from '../model/failure.ts';
import { isTlsError, tlsWords } from './tls-words.ts';

// How far a connection had come when it failed.
export type Phase = 'resolve' | 'connect' | 'secure' | 'exchange';

export interface Failure {
  kind: FailureKind;
  message: string;
}

const byCode: Record<string, Failure> = {
  ECONNREFUSED: { kind: 'refused', message: 'the connection was refused' },
  ENOENT: { kind: 'refused', message: 'there is no such socket' },
  EHOSTUNREACH: { kind: 'unreachable', message: 'the host cannot be reached' },
  ENETUNREACH: { kind: 'unreachable', message: 'the network cannot be reached' },
  EADDRNOTAVAIL: { kind: 'unreachable', message: 'no local address or port is left for a connection' },
  EMFILE: { kind: 'unreachable', message: 'too many files and connections are open in this process' },
  ENFILE: { kind: 'unreachable', message: 'too many files and connections are open on this machine' },
  EACCES: { kind: 'unreachable', message: 'connecting is not permitted' },
  EPERM: { kind: 'unreachable', message: 'connecting is not permitted' },
  ECONNRESET: { kind: 'reset', message: 'the connection was reset' },
  ECONNABORTED: { kind: 'reset', message: 'the connection was aborted' },
  EPIPE: { kind: 'reset', message: 'the server closed the connection while the request was being sent' },
  ETIMEDOUT: { kind: 'timeout', message: 'the connection timed out' },
};

// What an error of a socket or a lookup means.
export function failureOf(error: NodeJS.ErrnoException, phase: Phase, protocols: readonly string[] = []): Failure {
  const code = error.code ?? '';
  if (phase === 'resolve') return { kind: 'dns', message: lookupWords(error) };
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL')
    return { kind: 'protocol', message: tlsWords(error, protocols) };
  if (isTlsError(code) || (phase === 'secure' && code !== 'ETIMEDOUT'))
    return { kind: 'tls', message: tlsWords(error, protocols) };
  const known = byCode[code];
  if (code === 'ETIMEDOUT' && phase !== 'exchange')
    return { kind: 'connect-timeout', message: 'nobody answered the connection attempt' };
  if (known !== undefined) return known;
  return { kind: phase === 'connect' ? 'unreachable' : 'reset', message: error.message };
}

function lookupWords(error: NodeJS.ErrnoException): string {
  const host = 'hostname' in error ? ` of ${String(error.hostname)}` : '';
  if (error.code === 'ENOTFOUND') return `the host name${host} is not known`;
  if (error.code === 'EAI_AGAIN') return `the name server did not answer a lookup${host}`;
  return `the lookup${host} failed: ${error.message}`;
}
