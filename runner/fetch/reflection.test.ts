import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { FileDescriptorSet } from 'protobufjs/ext/descriptor.js';
import { type Certificates, hasOpenssl, makeCertificates } from '../../test/hostile/certificates.ts';
import { Iter8Error } from '../model/errors.ts';
import type { ReflectedServer } from '../model/task.ts';
import { type Behaviour, reflecting } from './reflection.fixture.ts';
import { createReflect } from './reflection.ts';
import { plain, start } from './servers.fixture.ts';

const shop = { name: 'shop.proto', package: 'shop', service: 'Shop' };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(...args: Parameters<typeof reflecting>) {
  const server = await reflecting(...args);
  closing.push(server.close);
  return server;
}

function at(port: number, more: Partial<ReflectedServer> = {}): ReflectedServer {
  const host = `127.0.0.1:${port}`;
  return { host, tls: null, authority: host, metadata: [], connectTimeoutMs: 2000, ...more };
}

const reflect = createReflect();

function namesIn(set: Uint8Array): string[] {
  const { file } = FileDescriptorSet.decode(set) as object as { file: { name: string }[] };
  return file.map(({ name }) => name).sort();
}

async function failureOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(error instanceof Iter8Error)) throw new Error(`not refused in words: ${error}`);
  return `${error.code}: ${error.message}`;
}

test('the file of a service comes with all that it imports', async () => {
  const { port, asked } = await serve({
    files: [
      { ...shop, imports: ['a.proto', 'b.proto'] },
      { name: 'a.proto', imports: ['c.proto'] },
      { name: 'b.proto', imports: ['c.proto'] },
      { name: 'c.proto' },
    ],
  });
  expect(namesIn(await reflect(at(port), 'shop.Shop'))).toEqual(['a.proto', 'b.proto', 'c.proto', 'shop.proto']);
  expect(asked.toSorted()).toEqual(['v1 a.proto', 'v1 b.proto', 'v1 c.proto', 'v1 shop.Shop']);
});

test('a server that knows only v1alpha is asked by that name', async () => {
  const { port } = await serve({ versions: ['v1alpha'], files: [shop] });
  expect(namesIn(await reflect(at(port), 'shop.Shop'))).toEqual(['shop.proto']);
});

test('files of protobuf itself may be missing', async () => {
  const { port } = await serve({ files: [{ ...shop, imports: ['google/protobuf/any.proto'] }] });
  expect(namesIn(await reflect(at(port), 'shop.Shop'))).toEqual(['shop.proto']);
});

test('another file that is missing is named', async () => {
  const { port } = await serve({ files: [{ ...shop, imports: ['money.proto'] }] });
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toBe(
    'REFLECTION: the server does not give money.proto, which shop.Shop needs: not found: money.proto',
  );
});

test('an unknown service is an input error that lists those of the server', async () => {
  const { port } = await serve({ files: [shop, { name: 'more.proto', package: 'shop.more', service: 'Cart' }] });
  expect(await failureOf(reflect(at(port), 'shop.Shob'))).toBe(
    'INPUT: the server does not know shop.Shob: it has shop.Shop, shop.more.Cart; did you mean shop.Shop?',
  );
});

test('a server without reflection says so, and what to give instead', async () => {
  const { port } = await serve({ versions: [], files: [] });
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toBe(
    `REFLECTION: 127.0.0.1:${port} offers no reflection: give proto or protoset`,
  );
});

test('metadata goes along, binary values decoded', async () => {
  const seen: unknown[] = [];
  const behaviour: Behaviour = {
    files: [shop],
    onCall: (metadata) => {
      seen.push(metadata.get('authorization'), metadata.get('trace-bin'));
      return undefined;
    },
  };
  const { port } = await serve(behaviour);
  const metadata: [string, string][] = [
    ['authorization', 'Bearer x'],
    ['trace-bin', 'AQI='],
  ];
  await reflect(at(port, { metadata }), 'shop.Shop');
  expect(seen).toEqual([['Bearer x'], [Buffer.from([1, 2])]]);
});

test('a server that asks for credentials is explained, and they are not repeated', async () => {
  const { port } = await serve({ files: [shop], onCall: () => ({ code: 16, details: 'who are you' }) });
  const failure = await failureOf(reflect(at(port, { metadata: [['authorization', 'hunter2']] }), 'shop.Shop'));
  expect(failure).toMatch(/it refuses to say \(.*who are you\): give reflect-metadata with the credentials/);
  expect(failure).not.toMatch('hunter2');
});

test('more files than anybody has are refused', async () => {
  const files = Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.proto`, imports: [`${i + 1}.proto`] }));
  const { port } = await serve({ files: [{ ...shop, imports: ['0.proto'] }, ...files] });
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toBe(
    'REFLECTION: what describes shop.Shop is more than 1000 files or 16 MiB',
  );
});

test('more bytes than anybody has are refused', async () => {
  const files = Array.from({ length: 3 }, (_, i) => ({ name: `${i}.proto`, bytes: 6 * 1024 * 1024 }));
  const { port } = await serve({ files: [{ ...shop, imports: ['0.proto', '1.proto', '2.proto'] }, ...files] });
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toMatch('more than 1000 files or 16 MiB');
});

test('a unix socket is a host, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iter8-reflection-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const host = `unix:${join(folder, 'socket')}`;
  await serve({ files: [shop] }, { address: host });
  const server = { ...at(0), host, authority: 'localhost' };
  expect(namesIn(await reflect(server, 'shop.Shop'))).toEqual(['shop.proto']);
});

test('an address where nothing listens is said to be that', async () => {
  expect(await failureOf(reflect(at(1), 'shop.Shop'))).toBe(
    'REFLECTION: 127.0.0.1:1 could not be asked for its services: nothing listens there (connection refused)',
  );
});

test('a socket that is not there is said to be that', async () => {
  const server = { ...at(0), host: 'unix:/nowhere/socket', authority: 'localhost' };
  expect(await failureOf(reflect(server, 'shop.Shop'))).toMatch('there is no such socket');
});

test('a name that does not resolve is said to be that', async () => {
  expect(await failureOf(reflect({ ...at(0), host: 'nowhere.invalid:50051' }, 'shop.Shop'))).toMatch(
    'the host name does not resolve',
  );
});

test('who never answers the connection is given up after connectTimeout', async () => {
  const sink = await start(createServer());
  closing.push(sink.close);
  expect(await failureOf(reflect(at(sink.port, { connectTimeoutMs: 200 }), 'shop.Shop'))).toMatch(
    'no connection within 0.2 s',
  );
});

test('who connects and never answers is given up, too', async () => {
  const { port } = await serve({ files: [shop], silent: true });
  const asked = createReflect({ answerMs: 100 })(at(port, { connectTimeoutMs: 100 }), 'shop.Shop');
  expect(await failureOf(asked)).toMatch('it did not answer in time');
});

test('a server that ends the conversation is said to do that', async () => {
  const { port } = await serve({ files: [shop], onCall: () => ({ code: 13, details: 'broken' }) });
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toMatch(/could not be asked for its services: .*broken/);
});

test('a server of HTTP/1.1 is said to be no server of calls', async () => {
  const { port, close } = await plain((_, response) => response.end('hello'));
  closing.push(close);
  expect(await failureOf(reflect(at(port), 'shop.Shop'))).toMatch('or no HTTP/2');
});

test('the signal ends it', async () => {
  const { port } = await serve({ files: [shop], silent: true });
  const stop = new AbortController();
  const asked = createReflect({ signal: stop.signal })(at(port), 'shop.Shop');
  setTimeout(() => stop.abort(new Error('interrupted')), 100);
  await expect(asked).rejects.toThrow('interrupted');
});

const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  let made: Certificates;

  beforeAll(() => {
    made = makeCertificates();
  });

  const secure = ({ key, cert } = made.good, clientCa: string | null = null) =>
    serve(
      { files: [shop] },
      {
        credentials: ServerCredentials.createSsl(
          clientCa === null ? null : Buffer.from(clientCa),
          [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }],
          clientCa !== null,
        ),
      },
    );
  const named = (port: number, tls: ReflectedServer['tls']) => at(port, { host: `localhost:${port}`, tls });

  test('a certificate of the given CA is trusted', async () => {
    const { port } = await secure();
    expect(namesIn(await reflect(named(port, { insecure: false, ca: made.ca }), 'shop.Shop'))).toEqual(['shop.proto']);
  });

  test('an address is checked against the addresses of the certificate', async () => {
    const { port } = await secure();
    expect(namesIn(await reflect(at(port, { tls: { insecure: false, ca: made.ca } }), 'shop.Shop'))).toHaveLength(1);
  });

  test('an address that the certificate does not have is refused', async () => {
    const { port } = await secure(made.otherName);
    expect(await failureOf(reflect(at(port, { tls: { insecure: false, ca: made.ca } }), 'shop.Shop'))).toMatch(
      /the TLS handshake failed: the certificate of the server is for other names, not for 127\.0\.0\.1: see cname$/,
    );
  });

  test('a certificate of an unknown CA is refused', async () => {
    const { port } = await secure();
    expect(await failureOf(reflect(named(port, { insecure: false }), 'shop.Shop'))).toMatch(
      /the TLS handshake failed: [\w -]*certificate[\w ]*: see cacert, cname, cert and key$/,
    );
  });

  test('a certificate of another name is refused', async () => {
    const { port } = await secure(made.otherName);
    expect(await failureOf(reflect(named(port, { insecure: false, ca: made.ca }), 'shop.Shop'))).toMatch(
      /the TLS handshake failed: the certificate of the server is for other\.test, not for localhost: see cname$/,
    );
  });

  test('serverName says which name to check', async () => {
    const { port } = await secure(made.otherName);
    const tls = { insecure: false, ca: made.ca, serverName: 'other.test' };
    expect(namesIn(await reflect(named(port, tls), 'shop.Shop'))).toEqual(['shop.proto']);
  });

  test('insecure skips the checks', async () => {
    const { port } = await secure(made.otherName);
    expect(namesIn(await reflect(named(port, { insecure: true }), 'shop.Shop'))).toEqual(['shop.proto']);
  });

  test('a client certificate is shown', async () => {
    const { port } = await secure(made.good, made.ca);
    const tls = { insecure: false, ca: made.ca, ...made.client };
    expect(namesIn(await reflect(named(port, tls), 'shop.Shop'))).toEqual(['shop.proto']);
  });

  test('a client without the certificate that is asked for is refused', async () => {
    const { port } = await secure(made.good, made.ca);
    expect(await failureOf(reflect(named(port, { insecure: false, ca: made.ca }), 'shop.Shop'))).toMatch(
      /REFLECTION.* the TLS handshake failed: the server asks for a client certificate: give cert and key$/,
    );
  });

  test('TLS to a plain-text port is explained', async () => {
    const { port } = await serve({ files: [shop] });
    expect(await failureOf(reflect(named(port, { insecure: false }), 'shop.Shop'))).toMatch(
      'it speaks plain text, not TLS: leave out the TLS inputs',
    );
  });

  test('plain text to a TLS port is explained', async () => {
    const { port } = await secure();
    expect(await failureOf(reflect(at(port), 'shop.Shop'))).toMatch(
      'it may speak TLS (set insecure: false, or give cacert)',
    );
  });
});
