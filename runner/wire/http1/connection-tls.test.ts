import type { TlsOptions } from 'node:tls';
import { type Certificates, hasOpenssl, makeCertificates } from '../../../test/hostile/certificates.ts';
import { type Client, client, pause } from '../../../test/hostile/client.ts';
import { ending, type HostileServer, sending, serve, serveTls } from '../../../test/hostile/server.ts';
import type { TlsSettings } from '../../model/task.ts';
import { createResolver } from '../resolve.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const servers: HostileServer[] = [];
const clients: Client[] = [];
let made: Certificates;

afterEach(async () => {
  for (const one of clients.splice(0)) one.connection.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function target(...options: Parameters<typeof serveTls>): Promise<number> {
  const server = await serveTls(...options);
  servers.push(server);
  return server.port;
}

function open(port: number, tls: Partial<TlsSettings> = {}, host = '127.0.0.1'): Client {
  const one = client(port, { host, tls: { insecure: false, ...tls } });
  clients.push(one);
  return one;
}

async function failure(options: TlsOptions, tls: Partial<TlsSettings>, host?: string) {
  return await open(await target(options, sending(ok)), tls, host).next('failed');
}

async function succeeds(options: TlsOptions, tls: Partial<TlsSettings>, host?: string): Promise<void> {
  const one = open(await target(options, sending(ok)), tls, host);
  await one.next('connected');
  one.request();
  expect(await one.next('response')).toEqual({ event: 'response', status: 200, reusable: true });
  expect(one.body).toBe('hello');
}

const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  beforeAll(() => {
    made = makeCertificates();
  });

  test.each(['127.0.0.1', 'localhost'])('a certificate of a CA that is given is taken for %s', async (host) => {
    await succeeds(made.good, { ca: made.ca }, host);
  });

  test('TLS 1.2 is spoken too', async () => {
    await succeeds({ ...made.good, maxVersion: 'TLSv1.2' }, { ca: made.ca });
  });

  test('HTTP/1.1 is asked for by ALPN', async () => {
    await succeeds({ ...made.good, ALPNProtocols: ['h2', 'http/1.1'] }, { ca: made.ca });
    expect(await failure({ ...made.good, ALPNProtocols: ['h2'] }, { ca: made.ca })).toMatchObject({
      kind: 'protocol',
      message: expect.stringMatching(/HTTP\/1\.1/),
    });
  });

  test('insecure takes any certificate', async () => {
    await succeeds(made.selfSigned, { insecure: true });
    await succeeds(made.otherName, { insecure: true });
  });

  test('serverName is asked for, and the certificate must be for it', async () => {
    await succeeds(made.otherName, { ca: made.ca, serverName: 'other.test' });
    expect(await failure(made.good, { ca: made.ca, serverName: 'third.test' })).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/for localhost, 127\.0\.0\.1, .*not for third\.test/),
    });
    let asked: unknown;
    const port = await target(made.otherName, sending(ok), (socket) => {
      asked = 'servername' in socket ? socket.servername : undefined;
    });
    await open(port, { ca: made.ca, serverName: 'other.test' }).next('connected');
    await pause(20);
    expect(asked).toBe('other.test');
  });

  test('a client certificate is sent', async () => {
    const asking = { ...made.good, ca: made.ca, requestCert: true, rejectUnauthorized: true };
    await succeeds(asking, { ca: made.ca, ...made.client });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a server that misses a client certificate in %s says so',
    async (version) => {
      const asking = { ...made.good, ca: made.ca, requestCert: true, rejectUnauthorized: true };
      const options = { ...asking, minVersion: version, maxVersion: version };
      expect(await failure(options, { ca: made.ca })).toMatchObject({ kind: 'tls' });
    },
  );

  test('a self-signed certificate is refused', async () => {
    expect(await failure(made.selfSigned, {})).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/self-signed/),
    });
  });

  test('an unknown CA is refused', async () => {
    expect(await failure(made.good, {})).toMatchObject({ kind: 'tls', message: expect.stringMatching(/unknown CA/) });
  });

  test('a certificate for another host is refused, and both names are said', async () => {
    expect(await failure(made.otherName, { ca: made.ca }, 'localhost')).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/for other\.test, not for localhost/),
    });
  });

  test('a server that speaks old versions only is refused', async () => {
    const old = { ...made.good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await failure(old, { ca: made.ca })).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/TLS versions/),
    });
  });

  test('material that cannot be read is a failure, not an exception', async () => {
    const port = await target(made.good, sending(ok));
    for (const tls of [
      { ca: 'no PEM', cert: 'no PEM' },
      { cert: made.client.cert, key: made.good.key },
    ]) {
      expect(await open(port, tls).next('failed')).toMatchObject({
        kind: 'tls',
        message: expect.stringMatching(/tls\.ca, tls\.cert or tls\.key/),
      });
    }
  });

  test('a plain-text answer on a TLS port is named', async () => {
    const server = await serve(() => {}, {
      onConnection: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    });
    servers.push(server);
    expect(await open(server.port).next('failed')).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/plain text/),
    });
  });

  test('a server that hangs up in the handshake is a TLS failure', async () => {
    const server = await serve(() => {}, { onConnection: (socket) => socket.once('data', () => socket.destroy()) });
    servers.push(server);
    expect(await open(server.port).next('failed')).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/handshake/),
    });
  });

  test('http:// at a TLS port is named', async () => {
    const one = client(await target(made.good, sending(ok)));
    clients.push(one);
    await one.next('connected');
    one.request();
    expect(await one.next('failed')).toMatchObject({ message: expect.stringMatching(/https|reset|closed/) });
  });

  test('closes in head, body and idle time are told as in plain text', async () => {
    for (const [bytes, kind] of [
      ['', 'closed'],
      ['HTTP/1.1 2', 'closed'],
      ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx', 'closed'],
    ] as const) {
      const one = open(await target(made.good, ending(bytes)), { ca: made.ca });
      await one.next('connected');
      one.request();
      expect(await one.next('failed')).toMatchObject({ kind });
    }
    const idle = open(await target(made.good, ending(ok)), { ca: made.ca });
    await idle.next('connected');
    idle.request();
    await idle.next('response');
    await idle.next('closed');
  });

  test('connections share the read buffer of their thread and keep their bodies apart', async () => {
    const port = await target(made.good, (socket) => {
      const body = String(socket.remotePort).repeat(20_000);
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const addresses = createResolver();
    const tls = { insecure: false, ca: made.ca };
    const many = Array.from({ length: 8 }, () => client(port, { tls, addresses }));
    clients.push(...many);
    await Promise.all(many.map((one) => one.next('connected')));
    for (const one of many) one.request();
    await Promise.all(many.map((one) => one.next('response')));
    for (const { body } of many) expect(body).toBe(body.slice(0, body.length / 20_000).repeat(20_000));
    expect(new Set(many.map(({ body }) => body)).size).toBe(8);
  });

  test('an expired certificate is refused', async () => {
    await pause(1100);
    expect(await failure(made.expired, { ca: made.ca })).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/expired/),
    });
  });
});
