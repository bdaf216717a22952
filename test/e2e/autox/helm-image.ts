// An image with nothing in it but this machine's helm, for clusters that can pull none: a docker archive, packed by hand.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findHelm } from '../../helm/helm.ts';
import { ok, root, site } from '../lab.ts';

const pulled = 'alpine/helm:3.16.4';
const folder = path.join(root, '.cache/e2e/helm-image');

// The name of an image with helm, as the cluster of the suites has it. Called by suites before their tests.
export async function provideHelmImage(): Promise<string> {
  const { script } = site();
  const load = script === undefined ? process.env.E2E_LOAD : `bash '${script}' load`;
  if (load === undefined) return pulled;
  const helm = findHelm();
  if (helm === undefined) throw new Error('helm is needed: sh scripts/tools.sh helm');
  const { image, archive } = await pack(helm);
  await ok('sh', ['-c', `${load} "$1"`, 'sh', archive]);
  return image;
}

// Once for each helm.
async function pack(helm: string): Promise<{ image: string; archive: string }> {
  const tag = createHash('sha256').update(readFileSync(helm)).digest('hex').slice(0, 12);
  const image = `localhost/helm:${tag}`;
  const archive = path.join(folder, `${tag}.tar`);
  if (existsSync(archive)) return { image, archive };
  rmSync(folder, { recursive: true, force: true });
  const files = path.join(folder, 'files');
  for (const file of [{ from: helm, to: '/usr/bin/helm' }, ...(await librariesOf(helm))]) {
    mkdirSync(path.join(files, path.dirname(file.to)), { recursive: true });
    copyFileSync(file.from, path.join(files, file.to));
  }
  const owned = ['--owner=0', '--group=0', '--numeric-owner'];
  await ok('tar', [...owned, '-C', files, '-cf', path.join(folder, 'layer.tar'), '.']);
  const layer = createHash('sha256')
    .update(readFileSync(path.join(folder, 'layer.tar')))
    .digest('hex');
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const config = { Entrypoint: ['helm'], Env: ['PATH=/usr/bin'], WorkingDir: '/' };
  write('config.json', {
    architecture,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  });
  write('manifest.json', [{ Config: 'config.json', RepoTags: [image], Layers: ['layer.tar'] }]);
  const parts = ['manifest.json', 'config.json', 'layer.tar'];
  await ok('tar', [...owned, '-C', folder, '-cf', `${archive}.new`, ...parts]);
  await ok('mv', [`${archive}.new`, archive]);
  return { image, archive };
}

function write(name: string, content: unknown): void {
  writeFileSync(path.join(folder, name), JSON.stringify(content));
}

// None where it is static.
async function librariesOf(program: string): Promise<{ from: string; to: string }[]> {
  const listed = await ok('sh', ['-c', 'ldd "$1" 2>/dev/null || true', 'sh', program]);
  return [...listed.matchAll(/(\/\S+) \(0x/g)].flatMap(([, file]) =>
    file === undefined ? [] : [{ from: file, to: file }],
  );
}
