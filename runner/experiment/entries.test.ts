import type { Document } from '../model/document.ts';
import { entriesOf, newDocument } from './entries.ts';
import { createBench } from './loop.fixture.ts';

const entries = [
  { task: 'http', with: { act: 'x', url: 'http://a/' }, if: 'true' },
  { task: 'assess', with: {}, when: 'always' as const },
];

test('a document that was not run yet holds the tasks as they were given', () => {
  const document = newDocument(entries);
  expect(document).toEqual({ spec: entries });
  expect(entriesOf(document)).toEqual(entries);
});

test('after a run the tasks are those that were run', async () => {
  const document = await createBench().run(entries);
  expect(entriesOf(document)).toEqual(entries);
  expect(document.spec).toEqual([
    { task: 'http', with: { act: 'x', url: 'http://a/' }, if: 'true' },
    { task: 'assess', with: {}, when: 'always' },
  ]);
});

test('a spec that somebody edited after a run is what counts', async () => {
  const document = await createBench().run(entries);
  const edited: Document = { ...document, spec: [{ task: 'http', with: { url: 'http://b/' } }] };
  expect(entriesOf(edited)).toEqual([{ task: 'http', with: { url: 'http://b/' } }]);
});
