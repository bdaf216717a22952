// Renders the chart with the real helm, and gives the objects.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { findHelm } from '../helm/helm.ts';

export const chart = path.resolve(__dirname, '../../charts/iter8');

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; labels: Texts; annotations: Texts };
  data?: Texts;
  spec?: unknown;
  rules?: { apiGroups: string[]; resources: string[]; resourceNames: string[]; verbs: string[] }[];
}

type Texts = Record<string, string>;

export interface Given {
  release?: string;
  chart?: string;
  set?: string[];
  setString?: string[];
  values?: string; // YAML
  file?: string; // one of ci/
  args?: string[];
}

export interface Answer {
  stdout: string;
  stderr: string;
  code: number;
}

export function helm(args: string[], env: Record<string, string> = {}): Promise<Answer> {
  const home = mkdtempSync(path.join(tmpdir(), 'iter8-charts-'));
  const all = { PATH: process.env.PATH, HOME: home, GOGC: 'off', ...env };
  return new Promise((resolve) => {
    execFile(findHelm() ?? 'helm', args, { env: all, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      rmSync(home, { recursive: true });
      const code = typeof error?.code === 'number' ? error.code : 1;
      resolve({ stdout, stderr, code: error === null ? 0 : code });
    });
  });
}

export async function template(given: Given): Promise<Answer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-values-'));
  try {
    return await helm(['template', given.release ?? 'my-test', given.chart ?? chart, ...valueArguments(given, folder)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function valueArguments({ set = [], setString = [], values, file, args = [] }: Given, folder: string): string[] {
  const files = file === undefined ? [] : [path.join(chart, 'ci', file)];
  if (values !== undefined) {
    files.push(path.join(folder, 'values.yaml'));
    writeFileSync(path.join(folder, 'values.yaml'), values);
  }
  return [
    ...['-n', 'default'],
    ...files.flatMap((name) => ['-f', name]),
    ...set.flatMap((argument) => ['--set', argument]),
    ...setString.flatMap((argument) => ['--set-string', argument]),
    ...args,
  ];
}

export async function render(given: Given): Promise<Manifest[]> {
  const { stdout, stderr, code } = await template(given);
  if (code !== 0) throw new Error(stderr);
  return parsed(stdout);
}

export function parsed(stdout: string): Manifest[] {
  return (loadAll(stdout) as (Manifest | null)[]).filter((object) => object !== null);
}

export function find(objects: readonly Manifest[], kind: string, name: string): Manifest {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name} among ${namesOf(objects).join(', ')}`);
  return found;
}

export function namesOf(objects: readonly Manifest[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
}

export interface Container {
  args: string[];
  image: string;
  imagePullPolicy: string;
  env: { name: string; value?: string; valueFrom?: unknown }[];
  securityContext: Record<string, unknown>;
  resources: unknown;
  volumeMounts: { name: string; mountPath: string }[];
}

export interface JobSpec {
  suspend?: boolean;
  backoffLimit: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  template: {
    metadata: { labels: Texts; annotations: Texts };
    spec: Record<string, unknown> & { containers: [Container]; volumes: Record<string, unknown>[] };
  };
}

export function jobSpec(objects: readonly Manifest[]): JobSpec {
  const found = objects.find(({ kind }) => kind === 'Job' || kind === 'CronJob');
  if (found === undefined) throw new Error(`no workload among ${namesOf(objects).join(', ')}`);
  return found.kind === 'Job' ? (found.spec as JobSpec) : (found.spec as CronJobSpec).jobTemplate.spec;
}

interface CronJobSpec {
  jobTemplate: { spec: JobSpec };
}

export const ciFiles = readdirSync(path.join(chart, 'ci'));

export function readChart(file: string): string {
  return readFileSync(path.join(chart, file), 'utf8');
}

// What needs helm is left out by name where there is none; on CI a missing helm is an error of scripts/tools.sh.
export function withHelm(what: string, define: () => void): void {
  if (findHelm() !== undefined) {
    define();
    return;
  }
  process.stdout.write(`left out: ${what} (no helm)\n`);
  test.skip(`left out: ${what} (no helm)`, () => undefined);
}
