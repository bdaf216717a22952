// Where a service listens, in the forms that gRPC has for it.
interface Host {
  host: string; // name:port, [address]:port, or unix:path of a socket
  authority: string; // what requests say they are meant for, unless something else is asked for
}

// Or what is wrong with it.
export function parseHost(text: string): Host | { wrong: string } {
  const given = text.trim();
  const url = /^(https?):\/\/([^/?#]*)/i.exec(given);
  if (url !== null) return { wrong: urlWords(url[1] ?? '', url[2] ?? '') };
  const unix = /^unix:(?:\/\/(?=\/))?(.+)$/s.exec(given);
  if (unix !== null) return { host: `unix:${unix[1]}`, authority: 'localhost' };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'dns' && scheme !== 'passthrough') {
    return { wrong: `${scheme}:// is not supported; write name:port, dns:///name:port or unix:path` };
  }
  const asked = /^(?:dns|passthrough):\/\/([^/]+)\/(.*)$/is.exec(given);
  if (asked !== null) {
    return {
      wrong: `no name server of its own can be asked (${asked[1]}); write dns:///${asked[2]}, for that of this machine`,
    };
  }
  const bare = given.replace(/^(?:(?:dns|passthrough):\/\/\/|dns:|ipv4:|ipv6:)/i, '');
  return addressOf(bare);
}

function addressOf(bare: string): Host | { wrong: string } {
  const match = /^(\[[0-9a-f:.%a-z]+\]|[^\s:/[\]]+):(\d{1,5})$/i.exec(bare);
  if (match !== null && Number(match[2]) >= 1 && Number(match[2]) <= 65_535) return { host: bare, authority: bare };
  if (/^[^\s:/[\]]+$/.test(bare))
    return { wrong: `there is no port; write ${bare}:50051, with the port of the service` };
  if (/^[0-9a-f:]+:[0-9a-f:]*$/i.test(bare) && bare.split(':').length > 2) {
    return { wrong: 'an IPv6 address stands in brackets before its port: [::1]:50051' };
  }
  return { wrong: 'this is none of name:port, [address]:port, dns:///name:port and unix:path' };
}

function urlWords(scheme: string, host: string): string {
  const tls = scheme.toLowerCase() === 'https';
  const bare = host.replace(/^.*@/, '');
  const name = /:\d+$/.test(bare) ? bare : `${bare}:${tls ? 443 : 80}`;
  return `this is a URL; write ${name}${tls ? ' and insecure: false, for TLS' : ''}`;
}
