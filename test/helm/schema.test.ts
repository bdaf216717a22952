import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../runner/tasks/registry.ts';
import { mergeValues } from '../../runner/values/merge-values.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { valuesSchema } from '../../runner/values/values-schema.ts';
import { findHelm, runHelm, writeChart } from './helm.ts';

const helm = findHelm();
const common = 'tasks={http,assess},http.url=http://h/,assess.SLOs.upper.http/latency-mean=50';

const taken = [
  'http.qps=0.5,http.numRequests=5',
  'http.percentiles=99.9',
  'http.percentiles={50,99.9}',
  'http.errorRanges.lower=500',
  'http.errorRanges[0].lower=500',
  'http.payloadStr=5,http.followRedirects=true',
  'http.headers.X.Y=1',
  'http.endpoints.get.url=http://h/get,http.endpoints.get.qps=0.5',
  'assess.SLOs.lower.http/latency-p99.9=1',
  'http.duration=null,global.x=1,majorMinor=0.13,autoXAdditionalValues.a=b',
  'http.allowInitialErrors=true,runner=job,http.if=SLOs(),http.when=always',
];
const refused = [
  'http.qqps=5',
  'http.tls.insecur=true',
  'http.endpoints.get.ulr=x',
  'runer=job',
  'http.numRequests=0',
  'http.arrival=never',
];

if (helm === undefined) {
  process.stdout.write('left out: helm and the values schema (no helm)\n');
  test.skip('left out: helm and the values schema (no helm)', () => undefined);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'iter8-schema-'));
  beforeAll(() => {
    writeChart(folder, valuesSchema(registry));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function verdicts(set: string): Promise<{ theirs: boolean; ours: boolean }> {
    const { values } = await runHelm(helm ?? '', folder, ['--set', common, '--set', set]);
    const given = { files: [], set: [common, set], setString: [], setFile: [] };
    const merged = await mergeValues(given, () => Promise.reject(new Error('nothing to read')));
    return { theirs: values !== undefined, ours: tasksFromValues(merged, registry).problems.length === 0 };
  }

  test.each(taken)('helm with our schema takes %s, and so do we', async (set) => {
    expect(await verdicts(set)).toEqual({ theirs: true, ours: true });
  });

  test.each(refused)('helm with our schema refuses %s, and so do we', async (set) => {
    expect(await verdicts(set)).toEqual({ theirs: false, ours: false });
  });
}
