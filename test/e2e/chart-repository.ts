// A Helm repository is a folder behind HTTP, with an index.yaml in it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface Repository {
  url: string;
  close(): Promise<void>;
}

export async function serveFolder(folder: string, address = '127.0.0.1'): Promise<Repository> {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://repository').pathname);
    readFile(path.join(folder, name)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
