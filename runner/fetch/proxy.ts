// Which proxy a URL goes through, by the variables that curl and Go programs know. NO_PROXY takes names (their
// subdomains, too), addresses, ranges such as 10.0.0.0/8, and any of them with a port.
import { BlockList, isIP } from 'node:net';

export type Env = Readonly<Record<string, string | undefined>>;

export function proxyFor(url: URL, env: Env): URL | undefined {
  const given = variable(env, `${url.protocol.slice(0, -1)}_proxy`) ?? variable(env, 'all_proxy');
  if (given === undefined || isExcepted(url, variable(env, 'no_proxy') ?? '')) return undefined;
  const proxy = given.includes('://') ? given : `http://${given}`;
  return URL.canParse(proxy) ? new URL(proxy) : new URL('invalid:');
}

function variable(env: Env, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined;
}

function isExcepted(url: URL, exceptions: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[,\s]+/)
    .some((exception) => exception !== '' && matches(exception, host, port));
}

function matches(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true;
  const { address, only } = split(exception);
  if (only !== undefined && only !== port) return false;
  if (address.includes('/')) return isInRange(host, address);
  const name = address.replace(/^\*?\./, '');
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function split(exception: string): { address: string; only: string | undefined } {
  const parts = /^\[(.*)\](?::(\d+))?$/.exec(exception) ?? /^([^:]+):(\d+)$/.exec(exception);
  return { address: parts?.[1] ?? exception, only: parts?.[2] };
}

function isInRange(host: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const most = family === 'ipv6' ? 128 : 32;
  if (isIP(network) === 0 || isIP(host) !== isIP(network) || !/^\d+$/.test(bits ?? '') || Number(bits) > most)
    return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(host, family);
}
