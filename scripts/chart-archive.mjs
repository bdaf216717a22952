// A chart as the archive that `helm package` makes, but the same bytes each time: files in order, no times, no owners.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const leftOut = /^(?:ci\/|\.)/; // as .helmignore says

// `repository`: where the archive will be served, for a chart that hands on where it comes from.
export async function chartArchive(folder, { repository } = {}) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((name) => !leftOut.test(name))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const parts = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(path.join(folder, name));
      return tarEntry(`${path.basename(folder)}/${name}`, name === 'Chart.yaml' ? stamped(bytes, repository) : bytes);
    }),
  );
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]), { level: 9 });
}

function stamped(bytes, repository) {
  if (repository === undefined) return bytes;
  return Buffer.from(bytes.toString().replace(/^( *iter8\.tools\/repository: ).*$/m, (_, key) => key + repository));
}

// Chart.yaml first, as helm has it: whoever looks for it need not read all.
function rank(name) {
  return name === 'Chart.yaml' ? 0 : 1;
}

function tarEntry(name, bytes) {
  const header = Buffer.alloc(512);
  if (Buffer.byteLength(name) > 100) throw new Error(`the name of ${name} is too long for an archive`);
  const write = (text, at) => header.write(text, at, 'latin1');
  const octal = (number, digits) => `${number.toString(8).padStart(digits, '0')}\0`;
  write(name, 0);
  write(octal(0o644, 7), 100);
  write(octal(0, 7), 108);
  write(octal(0, 7), 116);
  write(octal(bytes.length, 11), 124);
  write(octal(0, 11), 136);
  write('        0', 148);
  write('ustar\x0000', 257);
  write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
    148,
  );
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
