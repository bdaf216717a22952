// Command lines of the 0.13 line's tutorials, word for word, but for the repository that the chart comes from.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { readConfig } from '../../runner/autox/config.ts';
import { find, type Manifest, namesOf, render, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/autox');

const http = `
groups.httpbin.trigger.name=httpbin
groups.httpbin.trigger.namespace=default
groups.httpbin.trigger.group=apps
groups.httpbin.trigger.version=v1
groups.httpbin.trigger.resource=deployments
groups.httpbin.specs.iter8.name=iter8
groups.httpbin.specs.iter8.values.tasks={ready,http,assess}
groups.httpbin.specs.iter8.values.ready.deploy=httpbin
groups.httpbin.specs.iter8.values.ready.service=httpbin
groups.httpbin.specs.iter8.values.ready.timeout=60s
groups.httpbin.specs.iter8.values.http.numRequests=200
groups.httpbin.specs.iter8.values.http.endpoints.get.url=http://httpbin.default/get
groups.httpbin.specs.iter8.values.http.endpoints.getAnything.url=http://httpbin.default/anything
groups.httpbin.specs.iter8.values.http.endpoints.post.url=http://httpbin.default/post
groups.httpbin.specs.iter8.values.http.endpoints.post.payloadStr=hello
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-get/error-count=0
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-get/latency-mean=50
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-getAnything/error-count=0
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-getAnything/latency-mean=75
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-post/error-count=0
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http-post/latency-mean=100
groups.httpbin.specs.iter8.version=0.13.4
groups.httpbin.specs.iter8.values.runner=job`;

const grpc = `
groups.routeguide.trigger.name=routeguide
groups.routeguide.trigger.namespace=default
groups.routeguide.trigger.group=apps
groups.routeguide.trigger.version=v1
groups.routeguide.trigger.resource=deployments
groups.routeguide.specs.iter8.name=iter8
groups.routeguide.specs.iter8.values.tasks={ready,grpc,assess}
groups.routeguide.specs.iter8.values.ready.deploy=routeguide
groups.routeguide.specs.iter8.values.ready.service=routeguide
groups.routeguide.specs.iter8.values.ready.timeout=60s
groups.routeguide.specs.iter8.values.grpc.host=routeguide.default:50051
groups.routeguide.specs.iter8.values.grpc.endpoints.getFeature.call=routeguide.RouteGuide.GetFeature
groups.routeguide.specs.iter8.values.grpc.endpoints.getFeature.dataURL=https://raw.githubusercontent.com/iter8-tools/docs/v0.13.13/samples/grpc-payload/unary.json
groups.routeguide.specs.iter8.values.grpc.endpoints.listFeatures.call=routeguide.RouteGuide.ListFeatures
groups.routeguide.specs.iter8.values.grpc.endpoints.listFeatures.dataURL=https://raw.githubusercontent.com/iter8-tools/docs/v0.13.13/samples/grpc-payload/server.json
groups.routeguide.specs.iter8.values.grpc.protoURL=https://raw.githubusercontent.com/iter8-tools/docs/v0.13.13/samples/route_guide/routeguide/route_guide.proto
groups.routeguide.specs.iter8.values.assess.SLOs.upper.grpc-getFeature/error-count=0
groups.routeguide.specs.iter8.values.assess.SLOs.upper.grpc-getFeature/latency/mean=50
groups.routeguide.specs.iter8.values.assess.SLOs.upper.grpc-listFeatures/error-count=0
groups.routeguide.specs.iter8.values.assess.SLOs.upper.grpc-listFeatures/latency/mean=100
groups.routeguide.specs.iter8.version=0.13.4
groups.routeguide.specs.iter8.values.runner=job`;

const plain = `
groups.httpbin.trigger.name=httpbin
groups.httpbin.trigger.namespace=default
groups.httpbin.trigger.group=apps
groups.httpbin.trigger.version=v1
groups.httpbin.trigger.resource=deployments
groups.httpbin.specs.iter8.name=iter8
groups.httpbin.specs.iter8.values.tasks={ready,http,assess}
groups.httpbin.specs.iter8.values.ready.deploy=httpbin
groups.httpbin.specs.iter8.values.ready.service=httpbin
groups.httpbin.specs.iter8.values.ready.timeout=60s
groups.httpbin.specs.iter8.values.http.url=http://httpbin.default/get
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http/latency-mean=50
groups.httpbin.specs.iter8.values.assess.SLOs.upper.http/error-count=0
groups.httpbin.specs.iter8.version=0.13.0
groups.httpbin.specs.iter8.values.runner=job`;

const older = `
chartGroups.httpbin.trigger.name=httpbin
chartGroups.httpbin.trigger.namespace=httpbin
chartGroups.httpbin.trigger.group=apps
chartGroups.httpbin.trigger.version=v1
chartGroups.httpbin.trigger.resource=deployment
chartGroups.httpbin.releaseSpec[0].repoURL=https://iter8-tools.github.io/hub/
chartGroups.httpbin.releaseSpec[0].name=iter8
chartGroups.httpbin.releaseSpec[0].values=...
chartGroups.httpbin.releaseSpec[0].version=0.12.2`;

const renderLines = (text: string, release: string) => render({ release, chart, set: text.trim().split('\n') });

function configIn(objects: readonly Manifest[], name = 'autox'): unknown {
  return load(find(objects, 'ConfigMap', name).data?.['config.yaml'] ?? '');
}

// The values that the iter8 chart would be given.
async function rendersIter8(values: object): Promise<string[]> {
  return namesOf(await render({ release: 'autox-httpbin-iter8', values: JSON.stringify(values) }));
}

interface Config {
  groups: Record<string, { trigger: object; specs: { iter8: { name: string; version: string; values: object } } }>;
}

interface Groups {
  groups: Record<string, { specs: Record<string, { values: { ready?: { chaosengine: string } } }> }>;
}

withHelm('command lines of AutoX', () => {
  test.each([
    ['HTTP', http, 'httpbin', '0.13.4'],
    ['gRPC', grpc, 'routeguide', '0.13.4'],
    ['the overview', plain, 'httpbin', '0.13.0'],
  ])('%s: the group is there, and its values are ones of the iter8 chart', async (_, text, group, version) => {
    const { groups } = configIn(await renderLines(text, 'autox')) as Config;
    expect(Object.keys(groups)).toEqual([group]);
    const { trigger, specs } = groups[group] ?? {};
    expect(trigger).toEqual({
      name: group,
      namespace: 'default',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
    });
    expect(specs?.iter8).toMatchObject({ name: 'iter8', version, namespace: 'default' });
    expect(await rendersIter8(specs?.iter8.values ?? {})).toContain('Job autox-httpbin-iter8-1-job');
  });

  test('the older form: a singular resource, a list of charts, values as text', async () => {
    const objects = await renderLines(older, 'httpbin');
    expect(configIn(objects, 'httpbin-autox')).toMatchObject({
      groups: {},
      chartGroups: {
        httpbin: {
          trigger: { name: 'httpbin', namespace: 'httpbin', group: 'apps', version: 'v1', resource: 'deployment' },
          releaseSpec: [
            {
              name: 'iter8',
              version: '0.12.2',
              repoURL: 'https://iter8-tools.github.io/hub/',
              namespace: 'httpbin',
              values: {},
            },
          ],
        },
      },
    });
  });

  test.each([
    ['http-values.yaml', ['httpbin']],
    ['many-values.yaml', ['cart', 'iris', 'prices', 'web', 'settings']],
    ['helm-values.yaml', ['web']],
  ])('the controller finds nothing wrong with what the chart makes of ci/%s', async (file, groups) => {
    const args = ['-f', path.join(chart, 'ci', file)];
    const config = configIn(await render({ release: 'autox', chart, args })) as Record<string, unknown>;
    const read = readConfig(config, { parseYaml: load });
    expect(read.problems).toEqual([]);
    expect(read.groups.map(({ name }) => name)).toEqual(groups);
    expect(read.owner).toBe('autox-default-owner');
  });

  test.each([
    ['Try it with HTTP', http],
    ['Try it with gRPC', grpc],
  ])('the page has them under %s, with versions of today', (section, text) => {
    const page = readFileSync(path.resolve(chart, '../../docs/autox.md'), 'utf8');
    const [, body = ''] = page.split(`\n## ${section}\n`);
    const [, command = ''] = /```shell\n(helm install autox .*?)```/s.exec(body) ?? [];
    const { version } = load(readFileSync(path.join(chart, 'Chart.yaml'), 'utf8')) as { version: string };
    const said = [...command.matchAll(/--set "?([^\s"]+)"? ?\\?\n/g)].map(([, set]) => set);
    expect(said).toEqual(text.trim().replace('version=0.13.4', `version=${version}`).split('\n'));
    expect(command).toContain(`--repo REPO --version ${version} \\\n`);
  });

  test('the example of a page: an experiment under chaos waits for the engine of the other spec', async () => {
    const page = readFileSync(path.resolve(chart, '../../docs/autox.md'), 'utf8');
    const [, values = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const { groups } = configIn(await render({ release: 'autox', chart, values })) as Groups;
    const { chaos, iter8 } = groups.httpbin?.specs ?? {};
    const litmus = await render({
      release: 'autox-httpbin-chaos',
      chart: path.resolve(chart, '../litmuschaos'),
      values: JSON.stringify(chaos?.values),
    });
    expect(namesOf(litmus)).toContain(`ChaosEngine ${iter8?.values.ready?.chaosengine}`);
    expect(await rendersIter8(iter8?.values ?? {})).toContain('Job autox-httpbin-iter8-1-job');
  });
});
