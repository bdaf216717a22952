// The result Secret of real runs, field by field, as tools of the 0.13 line read it.
// Runs alone: it holds latencies to limits.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Document } from '../../../runner/model/document.ts';
import { finished, root, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

// What stands at each path, values replaced by their types: lists by what their first item is.
function shapeOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${at}[]`] : shapeOf(value[0], `${at}[]`);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${at}.${key}`));
  }
  return [`${at}: ${value === null ? 'null' : typeof value}`];
}

test('a run with endpoints has every field that the sample of 0.13 has', async () => {
  const endpoints = ['get', 'getAnything', 'post'].map(
    (name) => `http.endpoints.${name}.url=http://httpbin/${name === 'getAnything' ? 'anything' : name}`,
  );
  await lab.experiment('like', [
    'tasks={ready,http,assess}',
    'ready.deploy=httpbin',
    'ready.service=httpbin',
    ...endpoints,
    'http.endpoints.post.payloadStr=hello',
    'http.numRequests=120',
    'http.qps=40',
    'assess.SLOs.upper.http-get/error-count=0',
    'assess.SLOs.upper.http-get/latency-mean=50',
    'assess.SLOs.upper.http-post/latency-p99=100',
    'runner=job',
  ]);
  expect(await finished(lab, 'like-1-job')).toBe('Complete');
  const sample = load(
    readFileSync(path.join(root, 'test/fixtures/samples/http-endpoints/experiment.yaml'), 'utf8'),
  ) as Document;
  const ours = await lab.document('like');
  const paths = new Set(shapeOf(ours?.result, 'result'));
  expect(shapeOf(sample.result, 'result').filter((each) => !paths.has(each))).toEqual([]);
  const own = Object.keys(ours ?? {}).filter((key) => !Object.hasOwn(sample, key));
  expect(own).toEqual(['details']);
  expect(ours?.spec.map((entry) => ('task' in entry ? entry.task : entry.run))).toEqual(
    sample.spec.map((entry) => ('task' in entry ? entry.task : entry.run)),
  );
  expect(ours?.result?.insights).toMatchObject({
    numVersions: 1,
    versionNames: null,
    SLOs: sample.result?.insights?.SLOs,
    SLOsSatisfied: { upper: [[true], [true], [true]] },
  });
});

test('a run whose second task failed says so, and what came after it has not run', async () => {
  await lab.experiment('fails', [
    'tasks={ready,http,assess}',
    'ready.deploy=missing',
    'ready.timeout=2s',
    'http.url=http://httpbin/get',
    'assess.SLOs.upper.http/error-count=0',
    'runner=job',
  ]);
  expect(await finished(lab, 'fails-1-job')).toBe('Failed');
  const { result, details } = (await lab.document('fails')) ?? {};
  expect(result).toMatchObject({ numLoops: 1, numCompletedTasks: 0, failure: true });
  expect(details?.steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped']);
  const asserted = await lab.iter8('k', 'assert', '-g', 'fails', '-c', 'nofailure');
  expect(asserted.code).toBe(4);
  expect(asserted.stderr).toContain('experiment failed');
  const { stdout } = await lab.iter8('k', 'report', '-g', 'fails');
  expect(stdout).toMatch(/Experiment completed: false\n {2}No task failures: false/);
  expect(stdout).toContain('deployment missing');
});

test('where nothing is said of a group, the groups that are there are named', async () => {
  const { code, stderr } = await lab.iter8('k', 'report');
  expect(code).toBe(2);
  expect(stderr).toContain(`there is no experiment group default in namespace ${lab.namespace}; there are fails, like`);
});
