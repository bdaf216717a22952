import type { Schema } from '../model/schema.ts';
import type { Task } from '../model/task.ts';
import { sensitivePaths } from './sensitive-paths.ts';

const text = { kind: 'string', describe: '' } as const;
const url = { kind: 'string', format: 'url', describe: '' } as const;
const token = { ...text, sensitive: true } as const;

function nodeOf(input: Schema) {
  const task: Task = {
    name: 'mine',
    describe: '',
    schema: { kind: 'object', describe: '', fields: { input } },
    expand: () => [],
    run: async () => undefined,
    metricsOf: () => [],
  };
  const node = sensitivePaths(new Map([['mine', task]])).mine;
  return node?.kind === 'object' ? node.fields.input : undefined;
}

test.each<[what: string, input: Schema, node: unknown]>([
  ['a sensitive text', token, { kind: 'text' }],
  ['an address, which may hold credentials', url, { kind: 'url' }],
  ['anything that is sensitive', { kind: 'any', sensitive: true, describe: '' }, { kind: 'any' }],
  ['a list of sensitive texts', { kind: 'list', of: token, describe: '' }, { kind: 'list', of: { kind: 'text' } }],
  [
    'texts of a sensitive map',
    { kind: 'map', dotted: true, sensitive: true, of: text, describe: '' },
    { kind: 'map', dotted: true, of: { kind: 'text' } },
  ],
  [
    'all texts within a sensitive object',
    { kind: 'object', sensitive: true, fields: { a: text, b: url, n: { kind: 'number', describe: '' } }, describe: '' },
    { kind: 'object', fields: { a: { kind: 'text' }, b: { kind: 'text' } } },
  ],
  [
    'objects whose names hold dots, with the inputs that tell names from inputs',
    { kind: 'map', dotted: true, of: { kind: 'object', fields: { token, text }, describe: '' }, describe: '' },
    {
      kind: 'map',
      dotted: false,
      of: { kind: 'object', fields: { token: { kind: 'text' } }, known: ['token', 'text'] },
    },
  ],
])('the chart is told of %s', (_, input, node) => {
  expect(nodeOf(input)).toEqual(node);
});

test.each<[what: string, input: Schema]>([
  ['a text', text],
  ['a sensitive number', { kind: 'number', sensitive: true, describe: '' }],
  ['a map of texts', { kind: 'map', of: text, describe: '' }],
  ['an object of texts', { kind: 'object', fields: { a: text }, describe: '' }],
])('the chart is not told of %s', (_, input) => {
  expect(nodeOf(input)).toBeUndefined();
});

test('a form that the chart could not follow is an error here, not a leak there', () => {
  const pairs = { kind: 'map', of: token, pairs: { key: 'k', value: 'v' }, describe: '' } as const;
  expect(() => nodeOf(pairs)).toThrow('mine.input: the chart cannot move what is sensitive');
});
