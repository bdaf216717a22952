// Host names to addresses, for load: looked up again every second, spread over what the name stands for.
import { lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';

export interface Resolver {
  // All addresses of a host in the system's order; rejects as dns.lookup does.
  resolve(host: string): Promise<string[]>;
  // The addresses in the order the next connection should try them: one further each time, those that failed lately last.
  order(host: string): Promise<string[]>;
  worked(host: string, address: string): void;
  failed(host: string, address: string): void;
}

export type Lookup = (
  host: string,
  options: { all: true; verbatim: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void;

const keepMs = 1000; // how long a lookup is believed
const avoidMs = 5000; // how long an address that failed is tried last

interface Known {
  addresses: Promise<string[]>;
  until: number; // Infinity while it is being looked up
}

export function createResolver(
  lookup: Lookup = systemLookup as Lookup,
  now: () => number = () => performance.now(),
): Resolver {
  const known = new Map<string, Known>();
  const turns = new Map<string, number>();
  const avoided = new Map<string, number>(); // `host address` → until when

  function resolve(host: string): Promise<string[]> {
    const name = bareHost(host);
    if (isIP(name) !== 0) return Promise.resolve([name]);
    const found = known.get(name);
    if (found !== undefined && now() < found.until) return found.addresses;
    const entry: Known = { addresses: query(lookup, name), until: Number.POSITIVE_INFINITY };
    known.set(name, entry);
    entry.addresses.then(
      () => {
        entry.until = now() + keepMs;
      },
      () => known.delete(name),
    );
    return entry.addresses;
  }

  async function order(host: string): Promise<string[]> {
    const addresses = await resolve(host);
    if (addresses.length < 2) return addresses;
    const isAvoided = (address: string) => (avoided.get(`${bareHost(host)} ${address}`) ?? 0) > now();
    const good = addresses.filter((address) => !isAvoided(address));
    const first = good.length > 0 ? good : addresses;
    const turn = turns.get(host) ?? 0;
    turns.set(host, turn + 1);
    const at = turn % first.length;
    const rest = good.length > 0 ? addresses.filter(isAvoided) : [];
    return [...first.slice(at), ...first.slice(0, at), ...rest];
  }

  return {
    resolve,
    order,
    worked: (host, address) => void avoided.delete(`${bareHost(host)} ${address}`),
    failed: (host, address) => void avoided.set(`${bareHost(host)} ${address}`, now() + avoidMs),
  };
}

// An IPv6 address stands in brackets in a URL.
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function query(lookup: Lookup, name: string): Promise<string[]> {
  return new Promise((fulfil, reject) => {
    lookup(name, { all: true, verbatim: true }, (error, found) => {
      const addresses = [...new Set(found?.map(({ address }) => address))];
      if (error !== null) reject(error);
      else if (addresses.length > 0) fulfil(addresses);
      else reject(Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' }));
    });
  });
}
