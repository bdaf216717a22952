// Command lines of the 0.13 line's tutorials, as they are written there, without AutoX in front.
import { load } from 'js-yaml';
import { knownTasks } from '../../runner/values/common-values.ts';
import { find, readChart, render, withHelm } from './chart.ts';

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

withHelm('command lines of tutorials', () => {
  test('three endpoints, judged: the experiment is the one that ci/job-values.yaml says', async () => {
    const objects = await render({ set: first.trim().split('\n') });
    const { runner, ...experiment } = load(readChart('ci/job-values.yaml')) as { runner: string };
    expect(runner).toBe('job');
    expect(load(find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '')).toEqual(experiment);
    find(objects, 'Job', 'my-test-1-job');
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
