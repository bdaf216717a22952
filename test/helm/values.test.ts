import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CORE_SCHEMA, load, Type } from 'js-yaml';
import { Iter8Error } from '../../runner/model/errors.ts';
import { mergeValues } from '../../runner/values/merge-values.ts';
import { type ArgumentList, argumentList } from './argument-lists.ts';
import { findHelm, type HelmResult, rememberAnswers, runHelm, writeChart } from './helm.ts';
import { contents } from './set-arguments.ts';

const helm = findHelm();
const seed = Number(process.env.ITER8_SEED ?? 20230111);
const runs = Number(process.env.ITER8_RUNS ?? 1000);

// Numbers beyond 2^53 with all their digits, so that the comparison is exact.
const exactInt = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: string | null) => text !== null && /^-?\d+$/.test(text),
  construct: (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
});
const schema = CORE_SCHEMA.extend({ implicit: [exactInt] });

if (helm === undefined) {
  process.stdout.write('left out: helm differential (no helm)\n');
  test.skip('left out: helm differential (no helm)', () => undefined);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'iter8-helm-'));
  beforeAll(() => {
    writeChart(folder);
    for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(`what we make of ${runs} argument lists is what helm makes of them (seed ${seed})`, async () => {
    const lists = fc.sample(argumentList, { numRuns: runs, seed });
    const differences: string[] = [];
    let refused = 0;
    const answers = rememberAnswers<HelmResult>(`values-${seed}`, helm);
    await inParallel(2, lists, async (list, number) => {
      const [theirs, ours] = await Promise.all([
        helmSays(helm, folder, list, number, answers),
        weSay(folder, list, number),
      ]);
      if (theirs.shown === 'refused') refused++;
      if (theirs.shown !== ours.shown) differences.push(describeDifference(list, theirs, ours));
    });
    answers.keep();
    process.stdout.write(`helm differential: ${runs} argument lists, ${refused} refused by both, seed ${seed}\n`);
    expect(differences).toEqual([]);
    expect(refused).toBeGreaterThan(runs / 20);
    expect(refused).toBeLessThan(runs / 2);
  }, 300_000);
}

interface Answer {
  shown: string;
  detail: string;
}

async function helmSays(
  binary: string,
  folder: string,
  list: ArgumentList,
  number: number,
  answers: ReturnType<typeof rememberAnswers<HelmResult>>,
): Promise<Answer> {
  const args: string[] = [];
  list.files.forEach((text, i) => {
    const name = `values-${number}-${i}.yaml`;
    writeFileSync(join(folder, name), text);
    args.push(`--values=${name}`);
  });
  args.push(...list.set.map((argument) => `--set=${argument}`));
  args.push(...list.setString.map((argument) => `--set-string=${argument}`));
  args.push(...list.setFile.map((argument) => `--set-file=${argument}`));
  const { values, stderr } = await answers.of(list, () => runHelm(binary, folder, args));
  if (stderr.includes('parse error on values/templates')) throw new Error(`helm could not render: ${stderr}`);
  if (values === undefined) return { shown: 'refused', detail: stderr };
  return { shown: show(load(values, { schema })), detail: values };
}

async function weSay(folder: string, list: ArgumentList, number: number): Promise<Answer> {
  const files = list.files.map((_, i) => `values-${number}-${i}.yaml`);
  try {
    const values = await mergeValues({ ...list, files }, (path) => readFile(join(folder, path)));
    return { shown: show(values), detail: '' };
  } catch (error) {
    if (!(error instanceof Iter8Error)) throw error;
    return { shown: 'refused', detail: error.message };
  }
}

// One text for one value: keys in order, large numbers with all digits.
function show(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const rows = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${show(inner)}`);
  return `{${rows.sort().join(',')}}`;
}

function describeDifference(list: ArgumentList, theirs: Answer, ours: Answer): string {
  return [JSON.stringify(list), `helm: ${theirs.shown} ${theirs.detail}`, `ours: ${ours.shown} ${ours.detail}`].join(
    '\n',
  );
}

async function inParallel<T>(
  workers: number,
  items: T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) await work(items[i] as T, i);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
