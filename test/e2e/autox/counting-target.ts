// A service on this machine, which pods reach, and which knows how often it was asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { site } from '../lab.ts';

interface CountingTarget {
  url(path: string): string;
  count(path: string): number;
}

// For describe blocks.
export function useCountingTarget(): CountingTarget {
  const counts = new Map<string, number>();
  const server = createServer(({ url = '' }, response) => {
    counts.set(url, (counts.get(url) ?? 0) + 1);
    response.end('OK');
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, site().host, resolve)));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: (path) => `http://${site().host}:${(server.address() as AddressInfo).port}${path}`,
    count: (path) => counts.get(path) ?? 0,
  };
}
