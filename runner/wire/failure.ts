import { isTlsError, tlsWords } from './tls-words.ts';

// Why a request got no usable answer: a closed list, so that failures can be counted by kind.
export const failureKinds = [
  'dns',
  'refused',
  'unreachable',
  'connect-timeout',
  'tls',
  'reset',
  'closed',
  'timeout',
  'protocol',
  'too-large',
  'redirect',
  'expect-status',
  'expect-body',
] as const;

export type FailureKind = (typeof failureKinds)[number];

// How far a connection had come when it failed.
export type Phase = 'resolve' | 'connect' | 'secure' | 'exchange';

export interface Failure {
  kind: FailureKind;
  message: string;
}

const hints: Record<FailureKind, string> = {
  dns: 'the host name does not resolve: check its spelling, its namespace (name.namespace) and the resolver of this machine or pod',
  refused: 'nothing listens at that address and port: check the port, and that the service is up and ready',
  unreachable:
    'there is no route to that address from here: check the network, network policies and the limit of open files',
  'connect-timeout':
    'nobody answered the connection attempt: check firewalls and network policies, or raise connectTimeout',
  tls: 'the TLS handshake failed: give tls.ca for a certificate of your own CA, tls.serverName for another name, tls.cert and tls.key where the server asks for them, or tls.insecure to skip the checks',
  reset:
    'the server (or something between) cut connections off: look for restarts, overload and limits of a proxy or mesh',
  closed:
    'the server closed connections before it had answered: look for crashes, restarts and idle timeouts shorter than the pauses between requests',
  timeout: 'answers took longer than timeout: the target is overloaded or stuck, or timeout is too short',
  protocol: 'the answer was not valid HTTP/1.1: check that the URL has the right port and scheme',
  'too-large': 'the answer exceeded a limit of the client (head of 64 KiB, 256 headers): check what the server sends',
  redirect: 'a redirect could not be followed: put the final address into url',
  'expect-status': 'the answers did not have the status that expect.status asks for',
  'expect-body': 'the bodies were not what expect.bodyContains or expect.bodyMatches asks for',
};

// One sentence of help for the user.
export function hintFor(kind: string): string {
  return Object.hasOwn(hints, kind) ? hints[kind as FailureKind] : 'see the message of the failure';
}

const byCode: Record<string, Failure> = {
  ECONNREFUSED: { kind: 'refused', message: 'the connection was refused' },
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
export function failureOf(error: NodeJS.ErrnoException, phase: Phase): Failure {
  const code = error.code ?? '';
  if (phase === 'resolve') return { kind: 'dns', message: lookupWords(error) };
  if (isTlsError(code) || (phase === 'secure' && code !== 'ETIMEDOUT'))
    return { kind: 'tls', message: tlsWords(error) };
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
