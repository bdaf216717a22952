// What is in an image's archive: its size, who runs it, and that nothing is in it that a bundle does not need.
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';

// What we make has a limit; a base that is pulled has the size it has (its node keeps its symbols).
const limits = { ours: 10e6, all: 130e6 };
const unwanted = /(^|\/)(sh|bash|dash|ash|busybox|apt|apt-get|dpkg|npm|npx|yarn|corepack)$|\.map$/;

// The problems found; none where all is well. base: 'made' here, 'pulled' (distroless), or the user's 'own'.
export function checkImage(archive, { ours, base }) {
  const { config, layers } = readArchive(archive);
  const sizes = layers.map(({ files }) => files.reduce((sum, { size }) => sum + size, 0));
  const own = layers.findIndex(({ files }) => files.length > 0 && files.every(({ name }) => name.startsWith(ours)));
  if (own === -1) return [`no layer holds ${ours} alone`];
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const packed = layers.reduce((sum, layer) => sum + layer.packed, 0);
  console.log(
    `our layer ${megabytes(sizes[own])} (${megabytes(layers[own].packed)} packed), all ${megabytes(all)} (${megabytes(packed)} packed)`,
  );
  const found = layers.flatMap(({ files }) => files.map(({ name }) => name)).filter((name) => unwanted.test(name));
  const user = config.config.User ?? '';
  return [
    sizes[own] > limits.ours && `our layer is ${megabytes(sizes[own])}, and ${megabytes(limits.ours)} at most`,
    base === 'made' &&
      all > limits.all &&
      `the image is ${megabytes(all)} unpacked, and ${megabytes(limits.all)} at most`,
    base !== 'own' && found.length > 0 && `the image holds ${found.join(', ')}`,
    !/^[1-9]\d*(:\d+)?$/.test(user) &&
      `the image runs as ${JSON.stringify(user)}, which is not the number of a user other than root`,
  ].filter((problem) => problem !== false);
}

// OCI archives, and those of `docker save`.
function readArchive(archive) {
  const read = (name) => {
    const { status, stdout, stderr } = spawnSync('tar', ['-xOf', archive, name], { maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`${archive}: ${stderr}`);
    return stdout;
  };
  const json = (name) => JSON.parse(read(name).toString());
  const blob = ({ digest }) => `blobs/${digest.replace(':', '/')}`;
  const names = spawnSync('tar', ['-tf', archive], { encoding: 'utf8', maxBuffer: 1 << 24 }).stdout.split('\n');
  let configName;
  let layerNames;
  if (names.includes('manifest.json')) {
    const [manifest] = json('manifest.json');
    [configName, layerNames] = [manifest.Config, manifest.Layers];
  } else {
    const manifest = json(blob(json('index.json').manifests[0]));
    [configName, layerNames] = [blob(manifest.config), manifest.layers.map(blob)];
  }
  return {
    config: json(configName),
    layers: layerNames.map((name) => {
      const bytes = read(name);
      return { packed: bytes.length, files: filesOf(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes) };
    }),
  };
}

// The plain files of a tar.
function filesOf(tar) {
  const files = [];
  const text = (start, length) => tar.toString('utf8', start, start + length).split('\0', 1)[0] ?? '';
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    const type = String.fromCharCode(tar[at + 156] ?? 0);
    const prefix = text(at + 345, 155);
    const name = `${prefix === '' ? '' : `${prefix}/`}${text(at, 100)}`.replace(/^\.?\//, '');
    if (type === '0' || type === '\0') files.push({ name, size });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
