// Pages that need one machine only: each of their commands does what the page says.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { bundle, iter8, removeWorkFolders, type Service, sampleService, workFolder } from '../cli/iter8.ts';
import { blocksOf, readPage, root } from './blocks.ts';
import { local } from './pages.ts';
import { follow, programs } from './session.ts';

const services: Service[] = [];
let outcomes = new Map<string, Promise<string[]>>();

// Most of the time is that of loads, which wait: so all pages at once.
beforeAll(async () => {
  services.push(await sampleService('http'), await sampleService('grpc'));
  const bin = programs(workFolder(), bundle);
  outcomes = new Map(local.map((page) => [page, followed(page, bin)]));
  await Promise.allSettled(outcomes.values());
}, 300_000);

afterAll(async () => {
  for (const service of services) await service.stop();
  removeWorkFolders();
});

test.each(local)('%s', async (page) => {
  expect(await outcomes.get(page)).toEqual([]);
});

async function followed(page: string, bin: string): Promise<string[]> {
  const text = readPage(page);
  const folder = workFolder();
  mkdirSync(path.join(folder, 'home'));
  for (const name of ['http-slo/values.yaml', 'grpc-slo/route_guide.proto'])
    copyFileSync(path.join(root, 'examples', name), path.join(folder, path.basename(name)));
  copyFileSync(
    path.join(root, 'test/fixtures/samples/http-endpoints/experiment.yaml'),
    path.join(folder, 'experiment.yaml'),
  );
  const isOwn = blocksOf(text).some(({ kind }) => kind === 'service');
  const addresses = isOwn ? [await freePort(), await freePort()] : services.map(({ url }) => url.split(':').at(-1));
  return follow(blocksOf(text), {
    folder,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: path.join(folder, 'home'),
      TZ: 'UTC',
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary.md'),
    },
    replace: (block) => block.replace(/\b8080\b/g, String(addresses[0])).replace(/\b50051\b/g, String(addresses[1])),
    timeoutMs: 60_000,
    async measureAgain(commands) {
      if (!commands.includes('iter8 launch')) await iter8(['run'], { cwd: folder });
    },
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
