import { createServer } from 'node:net';
import { type Certificates, hasOpenssl, makeCertificates } from '../../test/hostile/certificates.ts';
import { Iter8Error } from '../model/errors.ts';
import { createDownload } from './download.ts';
import { plain, proxyTo, type Started, start, tls } from './servers.fixture.ts';

// Kerberos for proxies, which we do not use: the agents import it all the same, as a module that Jest does not transform.

const started: Started[] = [];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function keep(server: Promise<Started>): Promise<Started> {
  const one = await server;
  started.push(one);
  return one;
}

async function raw(answer: string, end: boolean): Promise<Started> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(answer);
    if (end) socket.end();
  });
  return keep(start(server));
}

async function failureOf(download: Promise<unknown>): Promise<string> {
  try {
    await download;
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'DOWNLOAD') return error.message;
    throw error;
  }
  throw new Error('the download succeeded');
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

const download = createDownload({ env: {} });

test('the bytes of the body are given, whatever they are', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const { port } = await keep(plain((_, response) => response.end(bytes)));
  expect(await download(`http://127.0.0.1:${port}/`)).toEqual(bytes);
});

test('headers and credentials of the URL are sent', async () => {
  const { port } = await keep(
    plain((request, response) => response.end(`${request.headers.authorization} ${request.headers['x-a']}`)),
  );
  const answer = await download(`http://me:secret@127.0.0.1:${port}/`, { headers: { 'X-A': 'b' } });
  expect(text(answer)).toBe(`Basic ${btoa('me:secret')} b`);
});

test.each([400, 404, 500, 304])('status %s is a failure that names the URL without its secrets', async (status) => {
  const { port } = await keep(plain((_, response) => response.writeHead(status).end('a page')));
  const message = await failureOf(download(`http://me:secret@127.0.0.1:${port}/path?token=hidden#part`));
  expect(message).toMatch(`http://127.0.0.1:${port}/path: the answer is ${status}`);
  expect(message).not.toMatch(/secret|hidden|part/);
});

test.each([301, 302, 303, 307, 308])('a redirect with status %s is followed', async (status) => {
  const { port } = await keep(
    plain((request, response) =>
      request.url === '/to' ? response.end('there') : response.writeHead(status, { location: '/to' }).end(),
    ),
  );
  expect(text(await download(`http://127.0.0.1:${port}/from`))).toBe('there');
});

test('a redirect to another server takes no headers along', async () => {
  const other = await keep(plain((request, response) => response.end(String(request.headers['x-token']))));
  const { port } = await keep(
    plain((_, response) => response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end()),
  );
  expect(text(await download(`http://127.0.0.1:${port}/`, { headers: { 'X-Token': 'secret' } }))).toBe('undefined');
});

test('a redirect loop ends after 10 redirects', async () => {
  let requests = 0;
  const { port } = await keep(
    plain((_, response) => {
      requests++;
      response.writeHead(302, { location: '/' }).end();
    }),
  );
  expect(await failureOf(download(`http://127.0.0.1:${port}/`))).toMatch('more than 10 redirects');
  expect(requests).toBe(11);
});

test('a redirect to something that is not http is refused', async () => {
  const { port } = await keep(
    plain((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
  );
  expect(await failureOf(download(`http://127.0.0.1:${port}/`))).toMatch('no http or https URL');
});

test.each([
  ['before the answer', ''],
  ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
])('a server that stalls %s is given up at the deadline', async (_, answer) => {
  const { port } = await raw(answer, false);
  const begin = Date.now();
  const message = await failureOf(download(`http://127.0.0.1:${port}/`, { timeoutMs: 200 }));
  expect(message).toMatch('no complete answer within 200ms');
  expect(Date.now() - begin).toBeLessThan(5000);
});

test('the deadline is for all redirects together', async () => {
  const { port } = await keep(
    plain((_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60);
    }),
  );
  expect(await failureOf(download(`http://127.0.0.1:${port}/`, { timeoutMs: 200 }))).toMatch('within 200ms');
});

test('a download stops when it is told to', async () => {
  const { port } = await raw('', false);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  expect(await failureOf(download(`http://127.0.0.1:${port}/`, { signal: stop.signal }))).toMatch('was stopped');
});

test.each([
  ['that says so', true],
  ['that does not say so', false],
])('a body %s is refused when it is too large', async (_, says) => {
  const { port } = await keep(
    plain((_request, response) => {
      if (says) response.setHeader('content-length', 2000);
      response.write('x'.repeat(1000));
      response.end('x'.repeat(1000));
    }),
  );
  expect(await failureOf(download(`http://127.0.0.1:${port}/`, { maxBytes: 1500 }))).toMatch('larger than 1500 bytes');
});

test('a body that is cut short is a failure', async () => {
  const { port } = await raw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', true);
  expect(await failureOf(download(`http://127.0.0.1:${port}/`))).toMatch('closed before the answer was complete');
});

test('a refused connection and a host that does not exist are told apart', async () => {
  const closed = await keep(plain(() => undefined));
  await closed.close();
  expect(await failureOf(download(`http://127.0.0.1:${closed.port}/`))).toMatch('the connection was refused');
  expect(await failureOf(download('http://no-such-host.invalid/'))).toMatch(/no such host|cannot be resolved/);
});

test.each(['ftp://a.test/', 'file:///etc/passwd', 'a.test', ''])('%j cannot be downloaded', async (url) => {
  expect(await failureOf(download(url))).toMatch('no http or https URL');
});

test('http goes through the proxy, with its credentials', async () => {
  const seen: string[] = [];
  const target = await keep(plain((_, response) => response.end('direct')));
  const proxy = await keep(proxyTo(target, seen));
  const through = createDownload({ env: { HTTP_PROXY: `http://u:p@127.0.0.1:${proxy.port}` } });
  expect(text(await through('http://target.invalid/x'))).toBe('from the proxy');
  expect(seen).toEqual([`GET http://target.invalid/x Basic ${btoa('u:p')}`]);
});

test('what NO_PROXY names does not go through the proxy', async () => {
  const seen: string[] = [];
  const target = await keep(plain((_, response) => response.end('direct')));
  const proxy = await keep(proxyTo(target, seen));
  const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: '127.0.0.0/8' };
  expect(text(await createDownload({ env })(`http://127.0.0.1:${target.port}/`))).toBe('direct');
  expect(seen).toEqual([]);
});

test('a proxy that refuses is named, and its credentials are not', async () => {
  const closed = await keep(plain(() => undefined));
  await closed.close();
  const through = createDownload({ env: { ALL_PROXY: `http://u:secret@127.0.0.1:${closed.port}` } });
  const message = await failureOf(through('http://target.invalid/'));
  expect(message).toMatch(`refused (through the proxy 127.0.0.1:${closed.port})`);
  expect(message).not.toMatch('secret');
});

test('a proxy that stalls is given up at the deadline', async () => {
  const proxy = await raw('', false);
  const through = createDownload({ env: { ALL_PROXY: `http://127.0.0.1:${proxy.port}` } });
  expect(await failureOf(through('https://target.invalid/', { timeoutMs: 200 }))).toMatch('within 200ms');
});

test('a proxy of another kind is refused', async () => {
  const through = createDownload({ env: { ALL_PROXY: 'socks5://127.0.0.1:1080' } });
  expect(await failureOf(through('http://target.invalid/'))).toMatch('no http or https proxy');
});

const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });
  const readFile = async () => new TextEncoder().encode(made.ca);

  test('a private CA is not trusted by itself', async () => {
    const { port } = await keep(tls(made.good, (_, response) => response.end('secure')));
    expect(await failureOf(download(`https://localhost:${port}/`))).toMatch('certificate');
  });

  test.each([{ SSL_CERT_FILE: 'ca.pem' }, { SSL_CERT_FILE: 'ca.pem', NODE_EXTRA_CA_CERTS: 'ca.pem' }])(
    'a private CA is trusted with %j',
    async (env) => {
      const { port } = await keep(tls(made.good, (_, response) => response.end('secure')));
      expect(text(await createDownload({ env, readFile })(`https://localhost:${port}/`))).toBe('secure');
    },
  );

  test('a certificate of another name is refused with every CA', async () => {
    const { port } = await keep(tls(made.otherName, (_, response) => response.end('secure')));
    const trusting = createDownload({ env: { SSL_CERT_FILE: 'ca.pem' }, readFile });
    expect(await failureOf(trusting(`https://localhost:${port}/`))).toMatch('altnames');
  });

  test('a CA bundle that cannot be read is said', async () => {
    const trusting = createDownload({ env: { SSL_CERT_FILE: '/no/such/file' } });
    expect(await failureOf(trusting('https://localhost:1/'))).toMatch('SSL_CERT_FILE names /no/such/file');
  });

  test('https goes through a tunnel of the proxy, and is verified there', async () => {
    const seen: string[] = [];
    const target = await keep(tls(made.otherName, (_, response) => response.end('tunnelled')));
    const proxy = await keep(proxyTo(target, seen));
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, SSL_CERT_FILE: 'ca.pem' };
    const through = createDownload({ env, readFile });
    expect(text(await through('https://other.test/x'))).toBe('tunnelled');
    expect(seen).toEqual(['CONNECT other.test:443']);
    expect(await failureOf(through('https://wrong.test/x'))).toMatch('altnames');
  });

  test('a redirect from https to http is refused', async () => {
    const { port } = await keep(
      tls(made.good, (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()),
    );
    const trusting = createDownload({ env: { SSL_CERT_FILE: 'ca.pem' }, readFile });
    expect(await failureOf(trusting(`https://localhost:${port}/`))).toMatch('from https to http');
  });
});
