// What the kubelet and Prometheus ask for.
import { createServer, type Server } from 'node:http';

interface Answers {
  isHealthy(): boolean;
  isReady(): boolean;
  metrics(): string;
}

export function serveHealth({ isHealthy, isReady, metrics }: Answers): Server {
  const state = (good: boolean) => ({ status: good ? 200 : 503, text: good ? 'ok\n' : 'not yet\n' });
  const pages: Record<string, () => { status: number; text: string }> = {
    '/healthz': () => state(isHealthy()),
    '/readyz': () => state(isReady()),
    '/metrics': () => ({ status: 200, text: metrics() }),
  };
  return createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    const { status, text } = page?.() ?? { status: 404, text: 'not found\n' };
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  });
}
