import { parseHost } from './host.ts';

test.each<[given: string, host: string, authority: string]>([
  ['guide:50051', 'guide:50051', 'guide:50051'],
  [' guide.default.svc:443 ', 'guide.default.svc:443', 'guide.default.svc:443'],
  ['dns:///guide:50051', 'guide:50051', 'guide:50051'],
  ['dns:guide:50051', 'guide:50051', 'guide:50051'],
  ['passthrough:///guide:50051', 'guide:50051', 'guide:50051'],
  ['127.0.0.1:1', '127.0.0.1:1', '127.0.0.1:1'],
  ['[::1]:50051', '[::1]:50051', '[::1]:50051'],
  ['ipv6:[fe80::1%eth0]:65535', '[fe80::1%eth0]:65535', '[fe80::1%eth0]:65535'],
  ['unix:run/guide.sock', 'unix:run/guide.sock', 'localhost'],
  ['unix:/run/guide.sock', 'unix:/run/guide.sock', 'localhost'],
  ['unix:///run/guide.sock', 'unix:/run/guide.sock', 'localhost'],
])('%j is taken', (given, host, authority) => {
  expect(parseHost(given)).toEqual({ host, authority });
});

test.each<[given: string, wrong: string]>([
  ['http://guide:50051/', 'this is a URL; write guide:50051'],
  ['http://me@guide/x', 'this is a URL; write guide:80'],
  ['HTTPS://guide', 'this is a URL; write guide:443 and insecure: false, for TLS'],
  ['guide', 'there is no port; write guide:50051, with the port of the service'],
  ['xds:///guide:1', 'xds:// is not supported; write name:port, dns:///name:port or unix:path'],
  [
    'dns://10.0.0.1/guide:50051',
    'no name server of its own can be asked (10.0.0.1); write dns:///guide:50051, for that of this machine',
  ],
  ['::1:50051', 'an IPv6 address stands in brackets before its port: [::1]:50051'],
  ['guide:0', 'this is none of name:port, [address]:port, dns:///name:port and unix:path'],
  ['guide:65536', 'this is none of name:port, [address]:port, dns:///name:port and unix:path'],
  ['guide:50051/x', 'this is none of name:port, [address]:port, dns:///name:port and unix:path'],
  ['a b:1', 'this is none of name:port, [address]:port, dns:///name:port and unix:path'],
])('%j is told how to be written', (given, wrong) => {
  expect(parseHost(given)).toEqual({ wrong });
});
