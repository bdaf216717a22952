import { ourDocument, sampleDocument, samples } from './documents.fixture.ts';
import { reports } from './reports.ts';

describe('every format', () => {
  test('is known by its name', () => {
    expect(Object.keys(reports)).toEqual(['text', 'json', 'junit', 'html', 'markdown']);
  });

  test.each(Object.entries(reports))(
    '%s ends with a newline, whatever the state of the experiment',
    async (_, load) => {
      const render = await load();
      const documents = [...samples.map(sampleDocument), ourDocument(), { spec: [] }, { spec: [{ run: 'true' }] }];
      for (const document of documents) expect(render(document).endsWith('\n')).toBe(true);
    },
  );
});
