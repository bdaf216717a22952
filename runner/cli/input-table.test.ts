import { inputTable } from './input-table.ts';

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
