import type { Task } from '../model/task.ts';
import { expandEntries } from './expand.ts';

const twoSteps: Task = {
  name: 'http',
  describe: 'a download and a load',
  schema: { kind: 'object', describe: 'anything', fields: {} },
  expand: () => [
    { task: 'http', title: 'download', entry: { run: 'download x' }, plan: 1 },
    { task: 'http', title: 'load', entry: { task: 'http', with: { url: 'x' } }, plan: 2 },
  ],
  run: async () => {},
  metricsOf: () => [],
};
const registry = new Map([
  ['http', twoSteps],
  ['notify', { ...twoSteps, name: 'notify', defaultWhen: 'always' as const }],
]);

test('if and when of a task hold for each of its steps, and stand in the spec', () => {
  const steps = expandEntries([{ task: 'http', with: {}, if: 'SLOs()', when: 'failure' }], registry);
  expect(steps).toMatchObject([
    { entry: { run: 'download x', if: 'SLOs()', when: 'failure' }, if: 'SLOs()', when: 'failure' },
    { entry: { task: 'http', with: { url: 'x' }, if: 'SLOs()', when: 'failure' }, if: 'SLOs()', when: 'failure' },
  ]);
});

test('a task says itself when it runs, where nobody else does', () => {
  expect(expandEntries([{ task: 'notify', with: {} }], registry).map((step) => [step.when, step.entry])).toEqual([
    ['always', { run: 'download x' }],
    ['always', { task: 'http', with: { url: 'x' } }],
  ]);
  expect(expandEntries([{ task: 'http', with: {} }], registry)[0]?.when).toBe('success');
});

test('unknown tasks are told all at once, with what was probably meant', () => {
  const entries = [
    { task: 'htpp', with: {} },
    { task: 'zzz', with: {} },
  ];
  expect(() => expandEntries(entries, registry)).toThrow(
    /2 input errors[\s\S]*htpp: unknown task; did you mean http\?[\s\S]*zzz: unknown task/,
  );
});
