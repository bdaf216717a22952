// Opens plain and TLS sockets whose bytes land in one read buffer a thread: a read is handed on and used up before the
// next one starts, so all connections of a thread can share it.
import { connect as connectTcp, isIP, type NetConnectOpts, type Socket, type TcpNetConnectOpts } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  type SecureContext,
} from 'node:tls';
import type { TlsSettings } from '../model/task.ts';
import { limits } from './limits.ts';

interface SocketOptions {
  address: string;
  port: number;
  isPath: boolean; // the address is that of a Unix socket
  tls: TlsSettings | null;
  serverName: string; // what the certificate must be for
  protocols: string[]; // to offer by ALPN
  read(bytes: Buffer, length: number): void;
}

// Throws where the port or the TLS material is no use.
export function openSocket({ address, port, isPath, tls, serverName, protocols, read }: SocketOptions): Socket {
  const buffer = readBuffer();
  const callback = (length: number): boolean => {
    read(buffer, length);
    return true;
  };
  const place = isPath ? { path: address } : { host: address, port, noDelay: true };
  const plain = { ...place, allowHalfOpen: false, onread: { buffer, callback } };
  if (tls === null) return connectTcp(plain as NetConnectOpts);
  const options: ConnectionOptions & Pick<TcpNetConnectOpts, 'onread'> = {
    ...plain,
    secureContext: contextOf(tls),
    rejectUnauthorized: !tls.insecure,
    ALPNProtocols: protocols,
    checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    // An IP address is no server name to ask for.
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
  };
  return connectTls(options);
}

let shared: Buffer | undefined;

function readBuffer(): Buffer {
  shared ??= Buffer.allocUnsafeSlow(limits.readBufferBytes);
  return shared;
}

// Certificates are parsed once for all connections of a load.
const contexts = new WeakMap<TlsSettings, SecureContext>();

function contextOf(tls: TlsSettings): SecureContext {
  const known = contexts.get(tls);
  if (known !== undefined) return known;
  const context = createSecureContext({
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
  });
  contexts.set(tls, context);
  return context;
}
