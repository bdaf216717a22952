import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, inputTable } from './reference.ts';

test('the page of every task holds its inputs as the schema says them', async () => {
  const read = (file: string) => readFile(join(__dirname, '../..', file), 'utf8');
  for (const [file, text] of await generate(read)) expect(text).toBe(await read(file));
});

test('a page that has lost its markers is an error', async () => {
  await expect(generate(async () => '# no markers')).rejects.toThrow('docs/http.md has lost the markers');
});

test('inputs of groups and lists are listed by their path', () => {
  const table = inputTable({
    kind: 'object',
    describe: '',
    fields: {
      name: { kind: 'string', describe: 'what it is called', default: 'a|b' },
      tls: {
        kind: 'object',
        describe: 'how to trust',
        fields: { key: { kind: 'string', sensitive: true, describe: 'the key' } },
      },
      stages: {
        kind: 'list',
        describe: 'in this order',
        of: {
          kind: 'object',
          describe: '',
          fields: { for: { kind: 'string', format: 'duration', describe: 'how long', example: '3s' } },
        },
      },
      others: {
        kind: 'map',
        describe: 'the same once more',
        of: { kind: 'object', describe: '', fields: { name: { kind: 'string', describe: '' } } },
      },
    },
  });
  expect(table.split('\n').slice(2)).toEqual([
    '| `name` | text | `a\\|b` | what it is called |',
    '| `tls` | group |  | how to trust |',
    '| `tls.key` | text |  | the key; kept secret |',
    '| `stages` | list of groups |  | in this order |',
    '| `stages[].for` | duration |  | how long; for example `3s` |',
    '| `others.<name>.*` | any of these inputs |  | the same once more |',
  ]);
});
