// Command lines of the 0.13 line's tutorials, as they are written there, without AutoX in front.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { expandEntries } from '../../runner/experiment/expand.ts';
import { registry } from '../../runner/tasks/registry.ts';
import { knownTasks } from '../../runner/values/common-values.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { parseYamlFile } from '../../runner/values/yaml-file.ts';
import { find, type Manifest, readChart, render, withHelm } from './chart.ts';

const first = `
tasks={ready,http,assess}
ready.deploy=httpbin
ready.service=httpbin
ready.timeout=60s
http.numRequests=200
http.endpoints.get.url=http://httpbin.default/get
http.endpoints.getAnything.url=http://httpbin.default/anything
http.endpoints.post.url=http://httpbin.default/post
http.endpoints.post.payloadStr=hello
assess.SLOs.upper.http-get/error-count=0
assess.SLOs.upper.http-get/latency-mean=50
assess.SLOs.upper.http-getAnything/error-count=0
assess.SLOs.upper.http-getAnything/latency-mean=75
assess.SLOs.upper.http-post/error-count=0
assess.SLOs.upper.http-post/latency-mean=100
runner=job`;

const grpc = `
tasks={ready,grpc,assess}
ready.deploy=routeguide
ready.service=routeguide
ready.timeout=60s
grpc.host=routeguide.default:50051
grpc.endpoints.getFeature.call=routeguide.RouteGuide.GetFeature
grpc.endpoints.getFeature.dataURL=http://files.default/unary.json
grpc.endpoints.listFeatures.call=routeguide.RouteGuide.ListFeatures
grpc.endpoints.listFeatures.dataURL=http://files.default/server.json
grpc.protoURL=http://files.default/route_guide.proto
assess.SLOs.upper.grpc-getFeature/error-count=0
assess.SLOs.upper.grpc-getFeature/latency/mean=50
assess.SLOs.upper.grpc-listFeatures/error-count=0
assess.SLOs.upper.grpc-listFeatures/latency/mean=100
runner=job`;

const proto = 'syntax = "proto3";\npackage guide;\nmessage A {}\nservice Guide {\n  rpc Get(A) returns (A);\n}\n';

// As the pod reads them.
function tasksIn(objects: readonly Manifest[]) {
  const text = find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '';
  return tasksFromValues(parseYamlFile(Buffer.from(text), 'values.yaml'), registry);
}

withHelm('command lines of tutorials', () => {
  test('three endpoints, judged: the experiment is the one that ci/job-values.yaml says', async () => {
    const objects = await render({ set: first.trim().split('\n') });
    const { runner, ...experiment } = load(readChart('ci/job-values.yaml')) as { runner: string };
    expect(runner).toBe('job');
    expect(load(find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '')).toEqual(experiment);
    find(objects, 'Job', 'my-test-1-job');
  });

  test('two gRPC endpoints, judged: three downloads and seven steps', async () => {
    const objects = await render({ set: grpc.trim().split('\n') });
    const { entries, problems } = tasksIn(objects);
    expect(problems).toEqual([]);
    const steps = expandEntries(entries, registry).map(({ task, title }) => `${task}: ${title}`);
    expect(steps).toEqual([
      'ready: wait for service routeguide',
      'ready: wait for deployment routeguide',
      'grpc: download proto',
      'grpc: download data',
      'grpc: download data',
      'grpc: call 2 endpoints',
      'assess: judge 4 SLOs',
    ]);
    find(objects, 'Job', 'my-test-1-job');
  });

  test('metadata and the interface of gRPC calls: literals are moved, the text of a file travels', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iter8-tutorial-'));
    writeFileSync(path.join(folder, 'guide.proto'), proto);
    const objects = await render({
      set: [
        'tasks={grpc}',
        'grpc.host=guide:50051',
        'grpc.call=guide.Guide.Get',
        'grpc.metadata.authorization=Bearer c4n4ry',
        'grpc.metadata.x-number=12345',
        'runner=job',
      ],
      values: 'grpc: {endpoints: {a: {metadata: \'{"x-text": "c4n4ry"}\'}}}',
      args: ['--set-file', `grpc.proto=${path.join(folder, 'guide.proto')}`],
    });
    rmSync(folder, { recursive: true });
    const { entries, problems } = tasksIn(objects);
    expect(problems).toEqual([]);
    expect(entries[0]?.with).toMatchObject({ proto });
    expect(find(objects, 'ConfigMap', 'my-test').data?.['values.yaml']).not.toMatch(/c4n4ry|12345/);
    const moved = Object.entries(find(objects, 'Secret', 'my-test-inputs').data ?? {});
    const texts = moved.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
    expect(Object.fromEntries(texts)).toEqual({
      'grpc.metadata.authorization': 'Bearer c4n4ry',
      'grpc.metadata.x-number': '12345',
      'grpc.endpoints.a.metadata': '{"x-text": "c4n4ry"}',
    });
  });

  test('one endpoint of its own', async () => {
    const objects = await render({
      set: [
        'tasks={ready,http,assess}',
        'ready.deploy=httpbin,ready.service=httpbin,ready.timeout=60s',
        'http.url=http://httpbin.default/get',
        'assess.SLOs.upper.http/latency-mean=50',
        'assess.SLOs.upper.http/error-count=0',
        'runner=cronjob',
        'cronjobSchedule=*/1 * * * *',
      ],
    });
    find(objects, 'CronJob', 'my-test-1-cronjob');
  });

  test.each(knownTasks)('inputs of %s may stand in a command line that does not run it', async (task) => {
    const set = ['tasks=http', 'http.url=http://h/', 'runner=job'];
    await expect(render({ set: [...set, `${task}.if=SLOs()`] })).resolves.not.toEqual([]);
  });

  test('a release whose name looks like a number', async () => {
    const objects = await render({ release: '123', set: ['tasks=http', 'http.url=http://h/', 'runner=job'] });
    expect(find(objects, 'ConfigMap', '123').metadata.labels['iter8.tools/group']).toBe('123');
  });
});
