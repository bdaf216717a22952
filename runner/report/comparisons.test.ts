import { comparisonsOf } from './comparisons.ts';
import { ourDocument, sampleDocument } from './documents.fixture.ts';
import { viewOf } from './view.ts';

const compared = (document: Parameters<typeof viewOf>[0]) => comparisonsOf(viewOf(document));
const two = { numVersions: 2, versionNames: null };

describe('versions side by side', () => {
  test('one version is compared with nothing', () => {
    expect(compared(ourDocument())).toEqual([]);
  });

  test('summaries are compared by their means, with an interval', () => {
    const document = ourDocument({
      insights: {
        ...two,
        metricsInfo: { 'abn/sales': { type: 'Summary' } },
        nonHistMetricValues: [{}, {}],
        SummaryMetricValues: [{ 'abn/sales': [100, 1000, 1, 20, 10_900] }, { 'abn/sales': [100, 1500, 1, 30, 23_400] }],
        SLOs: { upper: [], lower: [] },
      },
      details: { ourMetrics: {}, current: [{}, {}], verdicts: [] },
    });
    const [sales] = compared(document);
    expect(sales).toMatchObject({ title: 'abn/sales (mean)' });
    expect(sales?.others[0]).toMatchObject({
      first: 10,
      value: 15,
      basis: '100 and 100 observations',
      difference: { by: 5 },
    });
    expect(sales?.others[0]?.difference?.low).toBeGreaterThan(0);
  });

  test('of a metric that is one number a loop, too few loops allow no statement', () => {
    const mean = compared(sampleDocument('two-versions')).find(({ title }) => title === 'shop/latency-mean');
    expect(mean?.others[0]).toEqual({ first: 41.239, value: 60.5, difference: undefined, basis: '2 and 1 loops' });
  });

  test('what is compared over the loops is the mean of them, so that the values and their interval agree', () => {
    const name = 'http/latency-mean';
    const document = ourDocument({
      result: { numLoops: 4 },
      insights: { ...two, nonHistMetricValues: [{ [name]: [10, 11, 10, 29] }, { [name]: [20, 21, 20, 19] }] },
      details: { loops: [1, 2, 3, 4], current: [{ [name]: { value: 29 } }, { [name]: { value: 19 } }] },
    });
    const mean = compared(document).find(({ title }) => title === `${name} (mean of the loops)`);
    expect(mean?.others[0]).toMatchObject({ first: 15, value: 20, difference: { by: 5 }, basis: '4 and 4 loops' });
  });

  test('a counter is shown, and not judged', () => {
    const budget = compared(sampleDocument('two-versions')).find(({ title }) => title === 'shop/budget');
    expect(budget).toMatchObject({ counter: true, others: [{ value: undefined }] });
  });
});
