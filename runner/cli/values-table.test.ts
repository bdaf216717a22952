import { valuesTable } from './values-table.ts';

test('a described value is a row with its default; one that is commented out has none', () => {
  const annotated = `# About this file.

# -- What is needed.
# tasks: [a]

# -- How much, \`a\`
# or b | c.
level: info

outer:
  # -- Within.
  inner: {a: 1}
  plain: 5
# -- Nothing.
empty: null
`;
  expect(valuesTable(annotated).split('\n').slice(2)).toEqual([
    '| `tasks` |  | What is needed. |',
    '| `level` | `info` | How much, `a` or b \\| c. |',
    '| `outer.inner` | `{"a":1}` | Within. |',
    '| `empty` |  | Nothing. |',
  ]);
});
