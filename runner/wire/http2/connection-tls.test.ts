import { createSecureServer, type SecureServerOptions } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { type Certificates, hasOpenssl, makeCertificates } from '../../../test/hostile/certificates.ts';
import { type Http2Client, http2Client } from '../../../test/hostile/http2/client.ts';
import { recorder } from '../../../test/hostile/http2/recorder.ts';
import { serve } from '../../../test/hostile/server.ts';
import { dial } from '../dial.ts';
import { createResolver } from '../resolve.ts';
import { adopt } from './connection.ts';

const closing: (() => unknown)[] = [];
let made: Certificates;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function open(port: number, insecure = false): Http2Client {
  const one = http2Client(port, { host: 'localhost', tls: { insecure, ca: made.ca } });
  closing.push(one.connection.destroy);
  return one;
}

async function secure(options: SecureServerOptions = {}): Promise<number> {
  const server = createSecureServer({ ...made.good, ...options });
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    stream.pipe(stream);
  });
  server.on('sessionError', () => {});
  return await listening(server);
}

async function listening(server: ReturnType<typeof createTls>): Promise<number> {
  closing.push(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  beforeAll(() => {
    made = makeCertificates();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('HTTP/2 is chosen by ALPN and spoken over %s', async (version) => {
    const one = open(await secure({ minVersion: version, maxVersion: version }));
    await one.next('connected');
    const body = Buffer.alloc(1_000_000, 'x');
    one.request('a', { method: 'POST', body });
    expect(await one.next('a end')).toBe('a end with 1000000 bytes');
  });

  test('a server that offers only HTTP/1.1 says so', async () => {
    const port = await listening(
      createTls({ ...made.good, ALPNProtocols: ['http/1.1'] }).on('tlsClientError', () => {}),
    );
    expect(await open(port).next('failed')).toMatch(/^failed protocol: .*does not offer HTTP\/2 over TLS/);
  });

  test('where several protocols are offered, the one that was chosen can be asked for and spoken', async () => {
    const port = await secure({ allowHTTP1: true });
    const recorded = recorder();
    const adoption = adopt(recorded.session, { connectTimeoutMs: 1000 }, () => {});
    closing.push(adoption.connection.destroy);
    const options = {
      host: 'localhost',
      port,
      addresses: createResolver(),
      tls: { insecure: true },
      connectTimeoutMs: 1000,
    };
    const connected = new Promise<void>((resolve) => recorded.on(() => resolve()));
    dial(options, ['h2', 'http/1.1'], {
      ...adoption,
      ready(socket, peer) {
        if ('alpnProtocol' in socket && socket.alpnProtocol === 'h2') adoption.ready(socket, peer);
      },
    });
    await connected;
    expect(recorded.events).toEqual(['connected']);
    expect(adoption.connection.peer).toBe(`127.0.0.1:${port}`);
  });

  test('a server that knows nothing of ALPN does not offer HTTP/2', async () => {
    const port = await listening(createTls(made.good));
    expect(await open(port).next('failed')).toBe('failed protocol: the server does not offer HTTP/2 over TLS');
  });

  test('a certificate that is not trusted is refused', async () => {
    expect(await open(await secure(made.selfSigned)).next('failed')).toMatch(/^failed tls: .*self-signed/);
    await open(await secure(made.selfSigned), true).next('connected');
  });

  test('a server of plain text is known as such', async () => {
    const server = await serve((socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), {
      onConnection: (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    });
    closing.push(server.close);
    expect(await open(server.port).next('failed')).toMatch(/^failed tls: .*plain text/);
  });
});
