import type { GrpcLoad } from '../../model/task.ts';
import type { DialOptions } from '../../wire/dial.ts';

// Where the calls of a load go: name:port, [address]:port, or unix:/path of a socket.
export function dialTarget({ host, authority }: GrpcLoad): Pick<DialOptions, 'host' | 'port' | 'path' | 'servername'> {
  const servername = splitPort(authority).host;
  if (host.startsWith('unix:')) return { host, port: 0, path: host.slice('unix:'.length), servername };
  return { ...splitPort(host), servername };
}

// Without a port it is all host, an IPv6 address among them.
function splitPort(text: string): { host: string; port: number } {
  const [, host, port] = /^(.*):(\d+)$/.exec(text) ?? [];
  const isAddress = host?.includes(':') && !host.endsWith(']');
  if (host === undefined || isAddress) return { host: bare(text), port: 0 };
  return { host: bare(host), port: Number(port) };
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
