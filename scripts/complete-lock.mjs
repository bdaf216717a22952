// After a change of dependencies: a registry mirror that lacks the packages of other platforms leaves them out of the
// lockfile, and `npm ci` then refuses it everywhere. This adds what is missing, by the names of the platforms.
import { readFile, writeFile } from 'node:fs/promises';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
let added = 0;
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] !== undefined || lock.packages[`${path}/${key}`] !== undefined) continue;
    const words = name.slice(name.lastIndexOf('/') + 1).split('-');
    const os = systems.find((system) => words.includes(system));
    const cpu = processors.find((processor) => words.includes(processor));
    if (os === undefined || cpu === undefined)
      throw new Error(`${name} names no platform: install it, then lock again`);
    const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
    lock.packages[key] = {
      version,
      cpu: [cpu],
      ...(dev === true ? { dev } : {}),
      ...(os === 'linux' ? { libc: [libc] } : {}),
      optional: true,
      os: [os],
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to package-lock.json`);
