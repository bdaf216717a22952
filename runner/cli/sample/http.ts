// The sample service: what people try experiments on, and what tests measure against.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drip, holdFor, parseMs, sendBytes } from './effects.ts';
import type { SampleService } from './service.ts';

export async function startSample({ port, host }: { port: number; host: string }): Promise<SampleService> {
  const started = performance.now();
  const server = createServer((request, response) => {
    answer(request, response, started).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, `${String(error)}\n`);
    });
  });
  // Connections of load generators stay open between slow requests.
  server.keepAliveTimeout = 600_000;
  server.headersTimeout = 610_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, 4096, () => resolve());
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    address: `http://${name}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Route = (at: Visit) => Promise<void> | void;

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  argument: string; // what follows the route's name in the path
  started: number;
}

const routes: Record<string, { shows: string; describe: string; handle: Route }> = {
  get: { shows: '/get', describe: 'echoes the request as JSON', handle: echo },
  anything: { shows: '/anything/…', describe: 'echoes any request as JSON, with its body', handle: echo },
  post: { shows: '/post', describe: 'echoes a POST as JSON, with its body', handle: post },
  headers: { shows: '/headers', describe: 'the headers of the request as JSON', handle: headers },
  status: { shows: '/status/N', describe: 'answers with status N', handle: status },
  bytes: { shows: '/bytes/N', describe: 'a body of N bytes', handle: bytes },
  delay: { shows: '/delay/MS', describe: 'answers after MS milliseconds; 1.5s works too', handle: delay },
  stall: {
    shows: '/stall?every=10s&for=1s',
    describe: 'answers nobody for the last second of every ten',
    handle: stall,
  },
  drip: { shows: '/drip?bytes=100&for=1s', describe: 'a body that comes in small pieces', handle: dripped },
  health: { shows: '/health', describe: 'OK', handle: ({ response }) => sendText(response, 200, 'OK\n') },
};

async function answer(request: IncomingMessage, response: ServerResponse, started: number): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sample');
  const [, name = '', ...rest] = url.pathname.split('/');
  if (name === '') return sendText(response, 200, index());
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined) return sendText(response, 404, `no route /${name}\n\n${index()}`);
  await route.handle({ request, response, url, argument: rest.join('/'), started });
}

function index(): string {
  const rows = Object.values(routes).map(({ shows, describe }) => `  ${shows.padEnd(26)}${describe}`);
  return `Iter8 sample service\n\n${rows.join('\n')}\n`;
}

async function echo({ request, response, url }: Visit): Promise<void> {
  const data = await bodyOf(request);
  sendJson(response, 200, {
    args: Object.fromEntries(url.searchParams),
    headers: request.headers,
    method: request.method,
    url: `http://${request.headers.host ?? 'sample'}${request.url ?? ''}`,
    ...(data === '' ? {} : { data }),
  });
}

async function post(visit: Visit): Promise<void> {
  if (visit.request.method === 'POST') return echo(visit);
  visit.response.setHeader('allow', 'POST');
  sendText(visit.response, 405, '/post takes POST\n');
}

function headers({ request, response }: Visit): void {
  sendJson(response, 200, { headers: request.headers });
}

function status({ response, argument }: Visit): void {
  const code = Number(argument);
  const known = Number.isInteger(code) && code >= 200 && code <= 599;
  if (!known) sendText(response, 400, '/status/N takes 200 to 599\n');
  else if (code === 204 || code === 304) response.writeHead(code).end();
  else sendText(response, code, `${code}\n`);
}

async function bytes({ response, argument }: Visit): Promise<void> {
  const count = Number(argument);
  if (!Number.isInteger(count) || count < 0 || argument === '')
    return sendText(response, 400, '/bytes/N takes a whole number\n');
  await sendBytes(response, count);
}

async function delay({ response, argument }: Visit): Promise<void> {
  const ms = parseMs(argument);
  if (ms === undefined) return sendText(response, 400, '/delay/MS takes milliseconds, or a duration such as 1.5s\n');
  await holdFor(response, ms);
  sendText(response, 200, `after ${ms} ms\n`);
}

async function stall({ response, url, started }: Visit): Promise<void> {
  const every = parseMs(url.searchParams.get('every') ?? '10s');
  const held = parseMs(url.searchParams.get('for') ?? '1s');
  if (every === undefined || held === undefined || held > every || every === 0) {
    return sendText(
      response,
      400,
      '/stall takes two durations, every=10s and for=1s, the second not above the first\n',
    );
  }
  const phase = (performance.now() - started) % every;
  if (phase >= every - held) await holdFor(response, every - phase);
  sendText(response, 200, 'OK\n');
}

async function dripped({ response, url }: Visit): Promise<void> {
  const count = Number(url.searchParams.get('bytes') ?? 100);
  const ms = parseMs(url.searchParams.get('for') ?? '1s');
  if (!Number.isInteger(count) || count < 1 || ms === undefined)
    return sendText(response, 400, '/drip takes bytes=100 and for=1s\n');
  await drip(response, count, ms);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= 1 << 20) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, code: number, value: unknown): void {
  send(response, code, 'application/json', `${JSON.stringify(value)}\n`);
}

function sendText(response: ServerResponse, code: number, text: string): void {
  send(response, code, 'text/plain; charset=utf-8', text);
}

function send(response: ServerResponse, code: number, type: string, text: string): void {
  response.writeHead(code, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
