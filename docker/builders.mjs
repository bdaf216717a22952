// The three programs that build images, with one face.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

// A docker command is often there without a daemon behind it: what counts is that it works.
const builders = [
  {
    name: 'docker',
    works: () => quiet('docker', ['version', '--format', '{{.Server.Version}}']),
    has: (image) => quiet('docker', ['image', 'inspect', image]),
    idOf: (image) => output('docker', ['image', 'inspect', '--format', '{{.Id}}', image]),
    build: (options) => must('docker', ['build', ...buildArguments(options)]),
    save(image, archive) {
      must('docker', ['save', '-o', archive, image]);
    },
  },
  ...['podman', 'buildah'].map((name) => ({
    name,
    works: () => quiet(name, ['info']),
    has: (image) => quiet(name, ['inspect', '--type', 'image', image]),
    idOf: (image) => output(name, ['images', '--quiet', '--no-trunc', image]),
    // Nothing is run in the build, so it needs no more isolation than a sandbox gives.
    build: (options) => must(name, ['build', '--isolation', 'chroot', '--quiet', ...buildArguments(options)]),
    save(image, archive) {
      rmSync(archive, { force: true });
      must(name, ['push', '--quiet', image, `oci-archive:${archive}:${image}`]);
    },
  })),
];

export function findBuilder(name = '') {
  const found = builders.find((builder) => (name === '' || builder.name === name) && builder.works());
  if (found === undefined) return undefined;
  return {
    ...found,
    // What had the name before goes, or each build would leave one behind.
    build(options) {
      const before = found.idOf(options.image);
      found.build(options);
      if (before !== '' && before !== found.idOf(options.image)) quiet(found.name, ['rmi', before]);
    },
    pull: (image, arch) => quiet(found.name, ['pull', '--platform', `linux/${arch}`, image]) || found.has(image),
  };
}

function buildArguments({ file, context, image, arch, args = {} }) {
  const pairs = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return ['-f', file, '-t', image, '--platform', `linux/${arch}`, ...pairs, context];
}

function quiet(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 180_000 }).status === 0;
}

function output(program, args) {
  return spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 }).stdout?.trim() ?? '';
}

function must(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `ended with ${status}`}`);
}
