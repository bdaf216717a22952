import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessSchema } from './assess/task.ts';
import { httpSchema } from './http/schema.ts';
import { inputTable } from './reference.ts';

test.each([
  ['docs/http.md', httpSchema],
  ['docs/assess.md', assessSchema],
])('%s holds the table of inputs as the schema says it', (page, schema) => {
  const text = readFileSync(join(__dirname, '../..', page), 'utf8');
  const table = /<!-- inputs -->\n(.*)\n<!-- end of inputs -->/s.exec(text)?.[1];
  expect(table).toBe(inputTable(schema));
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
