// Values that pages show are values that the program takes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { registry } from '../../runner/tasks/registry.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { readPage, root } from './blocks.ts';

const shown = readdirSync(path.join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    [...readPage(`docs/${name}`).matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => ({ name, text })),
  )
  .map(({ name, text }) => ({ name, values: load(text) as Record<string, unknown> }))
  .filter(({ values }) => Object.keys(values).some((key) => registry.has(key)));

test('there are values to look at', () => {
  expect(shown.length).toBeGreaterThan(5);
});

test.each(shown.map(({ name, values }) => [name, Object.keys(values).join(', '), values] as const))(
  '%s: %s',
  (_, __, values) => {
    const tasks = values.tasks ?? Object.keys(values).filter((key) => registry.has(key));
    const { problems } = tasksFromValues({ ...values, tasks }, registry);
    // What shows one input need not show the others.
    expect(problems.filter(({ message }) => !message.startsWith('missing: '))).toEqual([]);
  },
);
