import fc from 'fast-check';
import { listItems } from './list-items.ts';

test.each([
  ['[{"a": 1}, {"b": [1, 2]}]', ['{"a": 1}', ' {"b": [1, 2]}']],
  [' [5,"a,b",{}] ', ['5', '"a,b"', '{}']],
  ['[{"a": "\\"],"}, {}]', ['{"a": "\\"],"}', ' {}']],
  ['[{"a": {{randomInt 1 2}}}, {"b": "{{.UUID}}"}]', ['{"a": {{randomInt 1 2}}}', ' {"b": "{{.UUID}}"}']],
  ['[{{/* a, b */}} {}, {}]', ['{{/* a, b */}} {}', ' {}']],
])('%s is cut into its items', (text, items) => {
  expect(listItems(text)).toEqual(items);
});

test.each(['{"a": [1, 2]}', '[]', '[ ]', '[1,]', '[}{]', '[{]', '["a]', '5', ''])('%s is not cut', (text) => {
  expect(listItems(text)).toBeUndefined();
});

test('items of any list are its items', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (list) => {
      const text = JSON.stringify(list, null, 1);
      // Two braces in a row begin an action.
      fc.pre(!text.includes('{{'));
      expect(listItems(text)?.map((item) => JSON.parse(item))).toEqual(JSON.parse(text));
    }),
  );
});
