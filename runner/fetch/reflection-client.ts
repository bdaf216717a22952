// A client of grpc-js that connects as the load will: same name, same TLS, no proxy.
import { isIP } from 'node:net';
import { type ChannelCredentials, Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import type { ReflectedServer, TlsSettings } from '../model/task.ts';

export function openClient({ host, tls, authority }: ReflectedServer): Client {
  const options: ClientOptions = {
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.default_authority': authority,
  };
  if (tls !== null) {
    const name = tls.serverName ?? nameIn(host);
    if (isIP(name) === 0 && name !== '') options['grpc.ssl_target_name_override'] = name;
  }
  return new Client(host.startsWith('unix:') ? host : `dns:${host}`, credentialsOf(tls), options);
}

function nameIn(host: string): string {
  return host.startsWith('unix:') ? '' : host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function credentialsOf(tls: TlsSettings | null): ChannelCredentials {
  if (tls === null) return credentials.createInsecure();
  const pem = (text: string | undefined) => (text === undefined ? null : Buffer.from(text));
  const unchecked = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
  const secure = credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert), tls.insecure ? unchecked : {});
  const create = secure._createSecureConnector.bind(secure);
  secure._createSecureConnector = (...args) => {
    const connector: Connector = create(...args);
    const { connectionOptions } = connector;
    if (isIP(connectionOptions?.servername ?? '') !== 0) delete connectionOptions?.servername;
    return connector;
  };
  return secure;
}

// Names of servers are no addresses: Node warns of them, and some servers refuse them. The address is checked all the same.
type Connector = ReturnType<ChannelCredentials['_createSecureConnector']> & {
  connectionOptions?: { servername?: string };
};
