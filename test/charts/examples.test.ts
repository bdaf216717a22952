// The values in examples/ fit the charts, as they stand there.
import path from 'node:path';
import { load } from 'js-yaml';
import { find, chart as iter8, render, withHelm } from './chart.ts';

const root = path.resolve(__dirname, '../..');
const example = (name: string) => ['-f', path.join(root, 'examples', name)];
const chartOf = (name: string) => path.join(root, 'charts', name);

interface Config {
  groups: Record<string, { specs: { iter8: { values: object } } }>;
}

withHelm('the examples', () => {
  test('slos-under-chaos: the experiment waits for the engine that the other chart makes', async () => {
    const [chaos, experiment] = await Promise.all([
      render({ release: 'httpbin', chart: chartOf('litmuschaos'), args: example('slos-under-chaos/chaos.yaml') }),
      render({ release: 'slos-under-chaos', chart: iter8, args: example('slos-under-chaos/values.yaml') }),
    ]);
    const engine = find(chaos, 'ChaosEngine', 'litmuschaos-httpbin');
    expect(engine).toMatchObject({ spec: { appinfo: { applabel: 'app=httpbin' } } });
    const [role] = experiment.filter(({ kind }) => kind === 'Role');
    expect(role?.rules).toContainEqual({
      apiGroups: ['litmuschaos.io'],
      resources: ['chaosengines'],
      resourceNames: [engine.metadata.name],
      verbs: ['get'],
    });
  });

  test.each([
    ['knative', 'services.serving.knative.dev', ['services', 'service', 'ksvc'], 'hello'],
    [
      'kserve',
      'inferenceservices.serving.kserve.io',
      ['inferenceservices', 'inferenceservice', 'isvc'],
      'sklearn-iris',
    ],
    [
      'seldon',
      'seldondeployments.machinelearning.seldon.io',
      ['seldondeployments', 'seldondeployment', 'sdep'],
      'iris',
    ],
  ])('autox-triggers/%s: AutoX may watch %s, in whatever form it is written', async (name, type, forms, group) => {
    const [plural, ...rest] = type.split('.');
    for (const form of forms) {
      const args = [...example(`autox-triggers/${name}.yaml`), '--set', `groups.${group}.trigger.resource=${form}`];
      const objects = await render({ release: 'autox', chart: chartOf('autox'), args });
      expect(find(objects, 'Role', 'autox').rules).toContainEqual({
        apiGroups: [rest.join('.')],
        resources: [...new Set([form, plural])].sort(),
        verbs: ['get', 'list', 'watch'],
      });
    }
  });

  test.each(['knative', 'kserve', 'seldon'])('autox-triggers/%s: its experiment fits the iter8 chart', async (name) => {
    const objects = await render({ chart: chartOf('autox'), args: example(`autox-triggers/${name}.yaml`) });
    const { groups } = load(find(objects, 'ConfigMap', 'my-test-autox').data?.['config.yaml'] ?? '') as Config;
    const [group] = Object.values(groups);
    const values = JSON.stringify(group?.specs.iter8.values);
    await expect(render({ chart: iter8, values })).resolves.toContainEqual(expect.objectContaining({ kind: 'Job' }));
  });
});
