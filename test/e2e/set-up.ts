// Before all e2e suites: a cluster, the image of this build in it, the packaged charts behind a repository of their own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const repository = await serveFolder(path.join(root, 'dist/charts'), cluster.hostAddress);
  globalThis.e2eRunning = { cluster, repository };
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const image = process.env.E2E_IMAGE ?? `localhost/iter8:${version}`;
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
  await cluster.loadImage(path.join(root, `.cache/image/iter8-${arch}.tar`));
  mkdirSync(path.dirname(siteFile), { recursive: true });
  const { kubeconfig, path: folders, hostAddress: host } = cluster;
  const script = cluster.apiServer === undefined ? undefined : path.join(root, 'test/cluster/cluster.sh');
  writeFileSync(siteFile, JSON.stringify({ kubeconfig, path: folders, image, repo: repository.url, script, host }));
}
