// One command line, run by the chart and on one machine: what the pod reads from its ConfigMap is the experiment that
// `iter8 launch` would have run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { TaskEntry } from '../../runner/model/document.ts';
import { Iter8Error } from '../../runner/model/errors.ts';
import { registry } from '../../runner/tasks/registry.ts';
import { mergeValues, type ValueArguments } from '../../runner/values/merge-values.ts';
import { extractSensitive } from '../../runner/values/sensitive.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { parseYamlFile } from '../../runner/values/yaml-file.ts';
import { rememberAnswers } from '../helm/helm.ts';
import { type Answer, find, parsed, template, withHelm } from './chart.ts';
import { commandLine, contents } from './command-lines.ts';

const seed = Number(process.env.ITER8_SEED ?? 20230111);
const runs = Number(process.env.ITER8_RUNS ?? 100);

interface Experiment {
  entries: TaskEntry[];
  secrets: Record<string, string>;
}

async function onOneMachine(given: ValueArguments): Promise<Experiment | 'refused'> {
  try {
    const { entries, problems } = tasksFromValues(await mergeValues(given, (file) => readFile(file)), registry);
    return problems.length > 0 ? 'refused' : extractSensitive(entries, registry);
  } catch (error) {
    if (error instanceof Iter8Error) return 'refused';
    throw error;
  }
}

function inCluster({ stdout, code }: Answer): Experiment | 'refused' {
  if (code !== 0) return 'refused';
  const objects = parsed(stdout);
  const text = find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '';
  const { entries, problems } = tasksFromValues(parseYamlFile(Buffer.from(text), 'values.yaml'), registry);
  const moved = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'my-test-inputs');
  const secrets = Object.entries(moved?.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString(),
  ]);
  return problems.length > 0 ? 'refused' : { entries, secrets: Object.fromEntries(secrets) };
}

withHelm('the chart beside local runs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-same-'));
  beforeAll(() => {
    for (const [name, text] of Object.entries(contents)) writeFileSync(path.join(folder, name), text);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(`${runs} command lines are the same experiment in a cluster and on one machine (seed ${seed})`, async () => {
    const answers = rememberAnswers<Answer>(`same-${seed}`);
    let taken = 0;
    for (const { values, set, setString, setFile } of fc.sample(commandLine, { numRuns: runs, seed })) {
      writeFileSync(path.join(folder, 'values.yaml'), values);
      const files = setFile.map(([key, name]) => `${key}=${path.join(folder, name)}`);
      const local = await onOneMachine({ files: [path.join(folder, 'values.yaml')], set, setString, setFile: files });
      const args = files.flatMap((file) => ['--set-file', file]);
      const ask = () => template({ values, set, setString, args });
      const chart = inCluster(await answers.of([values, set, setString, setFile], ask));
      expect({ values, set, setString, setFile, is: chart }).toEqual({ values, set, setString, setFile, is: local });
      if (local !== 'refused') taken++;
    }
    answers.keep();
    expect(taken).toBeGreaterThan(runs / 2);
    expect(taken).toBeLessThan(runs);
  }, 300_000);
});
