// `make image`: the image as an OCI archive under .cache/image/, built by whichever of docker, podman and buildah works.
//   IMAGE=localhost/iter8:1.0.0   ARCH=amd64|arm64   BASE=image|local   BUILDER=docker|podman|buildah
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeBase } from './base-image.mjs';
import { findBuilder } from './builders.mjs';
import { checkImage } from './check-image.mjs';

const distroless = 'gcr.io/distroless/nodejs24-debian12:nonroot';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const arch = process.env.ARCH || { x64: 'amd64', arm64: 'arm64' }[process.arch];
if (!['amd64', 'arm64'].includes(arch)) fail(`ARCH is amd64 or arm64, not ${arch}`);
const image = process.env.IMAGE || `localhost/iter8:${version}`;
const archive = path.resolve(`.cache/image/iter8-${arch}.tar`);

const builder =
  findBuilder(process.env.BUILDER) ??
  installBuilder() ??
  fail('none of docker (with its daemon), podman and buildah works here. On Debian: sudo apt-get install buildah');
const base = await chooseBase();
console.log(`building ${image} for linux/${arch} on ${base} with ${builder.name}`);
builder.build({
  file: 'docker/Dockerfile',
  context: '.',
  image,
  arch,
  args: {
    BASE: base,
    VERSION: version,
    REVISION: git('rev-parse', '--verify', 'HEAD'),
    CREATED: git('log', '-1', '--format=%cI'),
  },
});
mkdirSync(path.dirname(archive), { recursive: true });
builder.save(image, archive);
const problems = checkImage(archive, {
  ours: 'iter8/',
  base: ownBase() ? 'own' : base === distroless ? 'pulled' : 'made',
});
console.log(`${image} is in ${path.relative('.', archive)}`);
if (problems.length > 0) fail(problems.join('\n'));

async function chooseBase() {
  if (ownBase()) {
    if (!builder.pull(process.env.BASE, arch))
      fail(`the base image ${process.env.BASE} can be neither found nor pulled`);
    return process.env.BASE;
  }
  if (process.env.BASE !== 'local' && builder.pull(distroless, arch)) return distroless;
  if (process.env.BASE !== 'local') console.log(`${distroless} cannot be pulled here: making a base of the same kind`);
  return makeBase(builder, arch);
}

function installBuilder() {
  if (process.getuid?.() !== 0 || process.env.BUILDER) return undefined;
  console.log('no docker, podman or buildah works here: installing buildah');
  const install = 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends buildah';
  spawnSync('sh', ['-c', install], { stdio: 'ignore' });
  return findBuilder();
}

function ownBase() {
  return !['', 'local', distroless].includes(process.env.BASE ?? '');
}

function git(...args) {
  return spawnSync('git', args, { encoding: 'utf8' }).stdout?.trim() || 'unknown';
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
