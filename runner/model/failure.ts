// Why a request got no usable answer: a closed list, so that failures can be counted by kind, each with help for users.
const hints = {
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
  protocol:
    'the answer was not what the protocol allows: check that the URL has the right port and scheme, and that the server speaks HTTP/2 there where it is asked for',
  'too-large': 'the answer exceeded a limit of the client (head of 64 KiB, 256 headers): check what the server sends',
  redirect: 'a redirect could not be followed: put the final address into url',
  'expect-status': 'the answers did not have the status that expect.status asks for',
  'expect-body': 'the bodies were not what expect.bodyContains or expect.bodyMatches asks for',
} as const;

// Where a load of gRPC calls has inputs of other names, or fails for other reasons.
const grpcHints: Partial<Record<FailureKind, string>> = {
  'connect-timeout':
    'nobody answered the connection attempt: check firewalls and network policies, or raise connect-timeout',
  tls: 'the TLS handshake failed: for a server without TLS leave insecure at true; otherwise give cacert for a certificate of your own CA, cname for another name, cert and key where the server asks for them, or skipTLS to skip the checks',
  timeout: 'calls took longer than timeout: the target is overloaded or stuck, or timeout is too short',
  protocol:
    'the answer was no gRPC: check that the port is that of the gRPC service, and insecure: true is plain text, false is TLS',
  'too-large':
    'a message or a head exceeded a limit of the client: raise max-recv-message-size, or see what the server sends',
};

export type FailureKind = keyof typeof hints;
export type Protocol = 'http' | 'grpc';

export const failureKinds = Object.keys(hints) as readonly FailureKind[];

const ofHttpOnly: readonly string[] = ['redirect', 'expect-status', 'expect-body'];

export function failureKindsOf(protocol: Protocol): readonly FailureKind[] {
  return protocol === 'http' ? failureKinds : failureKinds.filter((kind) => !ofHttpOnly.includes(kind));
}

// The request was answered, only not as it should have been.
export function isAnswered(kind: string): boolean {
  return kind === 'expect-status' || kind === 'expect-body';
}

// Nothing is known of how long it took; what was given up after a timeout took at least that long.
export function isUntimed(kind: string): boolean {
  return kind !== 'timeout' && !isAnswered(kind);
}

// A message of the connection, which names inputs as the http task does.
export function inWordsOf(protocol: Protocol, message: string): string {
  if (protocol === 'http') return message;
  return message
    .replace(': is it http:// at this port?', ', as with insecure: true')
    .replace(/\btls\.(ca|cert|key|serverName|insecure)\b/g, (whole, name: string) => grpcNames[name] ?? whole);
}

const grpcNames: Record<string, string> = {
  ca: 'cacert',
  cert: 'cert',
  key: 'key',
  serverName: 'cname',
  insecure: 'skipTLS',
};

// One sentence of help for the user, in the names of the inputs of its task.
export function hintFor(kind: string, protocol: Protocol = 'http'): string {
  const own = protocol === 'grpc' && Object.hasOwn(grpcHints, kind) ? grpcHints[kind as FailureKind] : undefined;
  return own ?? (Object.hasOwn(hints, kind) ? hints[kind as FailureKind] : 'see the message of the failure');
}
