// Before all e2e suites: a cluster, the image of this build in it, the packaged charts behind a repository of their own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { provideCluster, type TestCluster } from '../cluster/cluster.ts';
import { type Repository, serveFolder } from './chart-repository.ts';
import { root, siteFile } from './lab.ts';

// The tear-down runs in the same process, and is another module.
declare global {
  var e2eRunning: { cluster: TestCluster; repository: Repository } | undefined;
}

export default async function setUp(): Promise<void> {
  const cluster = await provideCluster();
  const repository = await serveFolder(path.join(root, 'dist/charts'));
  globalThis.e2eRunning = { cluster, repository };
  const image = process.env.E2E_IMAGE ?? imageName();
  await cluster.loadImage(path.join(root, 'dist/image/iter8.tar'));
  mkdirSync(path.dirname(siteFile), { recursive: true });
  const { kubeconfig, path: folders } = cluster;
  writeFileSync(siteFile, JSON.stringify({ kubeconfig, path: folders, image, repo: repository.url }));
}

function imageName(): string {
  return execFileSync('sh', [path.join(root, 'scripts/image-name.sh')], { encoding: 'utf8' }).trim();
}
