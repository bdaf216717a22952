// The real helm, where this machine has one: on PATH, in $ITER8_TOOLS or in ~/.cache/iter8-tools/bin.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

export function findHelm(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  folders.push(process.env.ITER8_TOOLS ?? '', join(homedir(), '.cache/iter8-tools/bin'));
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'helm'))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// A chart that shows the values it was given, and nothing else.
export function writeChart(folder: string, schema?: object): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: values\nversion: 0.0.0\n');
  writeFileSync(join(folder, 'templates/values.yaml'), '{{ toYaml .Values }}');
  if (schema !== undefined) writeFileSync(join(folder, 'values.schema.json'), JSON.stringify(schema));
}

export interface HelmResult {
  values: string | undefined; // YAML; undefined where helm refused
  stderr: string;
}

export function runHelm(helm: string, folder: string, args: string[]): Promise<HelmResult> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    HELM_PLUGINS: join(folder, 'none'),
    GOGC: 'off',
    GOMAXPROCS: '1',
  };
  return new Promise((resolve) => {
    execFile(
      helm,
      ['template', folder, ...args],
      { cwd: folder, env, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        resolve({ values: error === null ? stdout.replace(/^---\n# Source: .*\n/, '') : undefined, stderr });
      },
    );
  });
}

// Helm's answers of this `make test`, which empties the folder first: the suite on the second Node asks the same again,
// and helm knows nothing of Node. `lasting`: of a question that holds all that the answer depends on, but for this
// helm; its answers are kept beside the tools, from checkout to checkout.
export function rememberAnswers<T>(
  name: string,
  lasting?: string,
): {
  of(question: unknown, ask: () => Promise<T>): Promise<T>;
  keep(): void;
} {
  const folder = lasting === undefined ? resolve(__dirname, '../../.cache/test') : answersOf(lasting);
  const file = join(folder, `helm-${name}.json`);
  const known: Record<string, T> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return {
    async of(question, ask) {
      const key = JSON.stringify(question);
      known[key] ??= await ask();
      return known[key];
    },
    keep() {
      if (!existsSync(folder)) return;
      const own = `${file}.${process.pid}`;
      writeFileSync(own, JSON.stringify(known));
      renameSync(own, file);
    },
  };
}

function answersOf(helm: string): string {
  const print = createHash('sha256').update(readFileSync(helm)).digest('hex').slice(0, 16);
  const folder = join(process.env.ITER8_TOOLS ?? join(homedir(), '.cache/iter8-tools'), 'helm-answers', print);
  mkdirSync(folder, { recursive: true });
  return folder;
}
