import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { chartFields } from '../../runner/values/chart-values.ts';
import { ciFiles, find, jobSpec, type Manifest, readChart, render, template, withHelm } from './chart.ts';

const http = ['tasks=http', 'http.url=http://h/', 'runner=job'];
const golden = path.join(__dirname, 'golden/job.yaml');

test("the chart's version, and that of what it runs, are the package's", () => {
  const { version } = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));
  expect(load(readChart('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

test('values.yaml has every value of the chart', () => {
  expect(Object.keys(load(readChart('values.yaml')) as object)).toEqual(
    expect.arrayContaining(['runner', 'cronjobSchedule', 'logLevel', 'majorMinor', ...Object.keys(chartFields)]),
  );
});

withHelm('objects of the chart', () => {
  test("the first tutorial's values become these objects, word for word", async () => {
    const { stdout } = await template({ release: 'httpbin-test', file: 'job-values.yaml' });
    expect(stdout).toBe(readFileSync(golden, 'utf8'));
  });

  test.each(ciFiles)('every object of %s says its group, its revision and where it comes from', async (file) => {
    const objects = await render({ file });
    const { template: pod } = jobSpec(objects);
    for (const { metadata } of [...objects, pod as unknown as Manifest]) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'iter8',
        'app.kubernetes.io/instance': 'my-test',
        'app.kubernetes.io/managed-by': 'Helm',
        'iter8.tools/group': 'my-test',
      });
      expect(metadata.annotations).toMatchObject({ 'iter8.tools/group': 'my-test', 'iter8.tools/revision': '1' });
    }
  });

  test('the Secret of the result is rendered without data, so that none is taken away', async () => {
    const secret = find(await render({ set: http }), 'Secret', 'my-test');
    expect(Object.keys(secret).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
  });

  test('the ConfigMap holds the experiment alone', async () => {
    const objects = await render({ set: [...http, 'assess.SLOs.upper.http/error-count=0'] });
    expect(load(find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '')).toEqual({
      tasks: ['http'],
      http: { url: 'http://h/' },
    });
  });

  test('Argo CD makes the Job anew where the experiment has changed, a secret of it included', async () => {
    const sets = [http, [...http, 'http.qps=5'], [...http, 'http.headers.A=x'], [...http, 'http.headers.A=y']];
    const rendered = await Promise.all(sets.map((set) => render({ set })));
    const sums = rendered.map((objects) => jobSpec(objects).template.metadata.annotations['checksum/experiment']);
    expect(new Set(sums).size).toBe(sets.length);
    const again = jobSpec(await render({ set: [...http, 'http.headers.A=x'] }));
    expect(again.template.metadata.annotations['checksum/experiment']).toBe(sums[2]);
    expect(find(rendered[0] ?? [], 'Job', 'my-test-1-job').metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Force=true',
    });
  });
});
