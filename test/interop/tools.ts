// What scripts/tools.sh fetches and builds. What is missing is named; on CI that is an error.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const own = process.env.ITER8_TOOLS ?? path.join(homedir(), '.cache/iter8-tools');
const folders = [path.join(own, 'bin'), own, ...(process.env.PATH ?? '').split(':'), '/usr/sbin'];

function findTool(name: string): string | undefined {
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

export function tool(name: string): string {
  const found = findTool(name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

// describe, or describe.skip where something is missing.
export function describeWith(names: readonly string[]): jest.Describe {
  const missing = names.filter((name) => findTool(name) === undefined);
  if (missing.length === 0) return describe;
  const left = `left out: ${missing.join(', ')} (sh scripts/tools.sh ${missing.join(' ')})`;
  if (process.env.CI === 'true') throw new Error(`CI needs all tools; ${left}`);
  console.log(left);
  return describe.skip;
}
