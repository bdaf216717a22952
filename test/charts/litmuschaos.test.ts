import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { find, helm, namesOf, render, template, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/litmuschaos');
const read = (file: string) => readFileSync(path.join(chart, file), 'utf8');
const give = (set: string[]) => render({ release: 'httpbin', chart, set: ['applabel=app=httpbin', ...set] });

test("the chart's version is the package's", () => {
  const { version } = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));
  expect(load(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

withHelm('the litmuschaos chart', () => {
  test.each(readdirSync(path.join(chart, 'ci')))('helm finds nothing to say against it with %s', async (name) => {
    const answer = await helm(['lint', '--strict', chart, '-f', path.join(chart, 'ci', name)]);
    expect(answer).toMatchObject({ code: 0 });
  });

  test('the engine has the name that tutorials wait for, and says which pods, how often and how long', async () => {
    const objects = await give([]);
    expect(namesOf(objects)).toEqual([
      'ChaosEngine litmuschaos-httpbin',
      'ChaosExperiment pod-delete',
      'Role litmuschaos-httpbin',
      'RoleBinding litmuschaos-httpbin',
      'ServiceAccount litmuschaos-httpbin',
    ]);
    expect(find(objects, 'ChaosEngine', 'litmuschaos-httpbin')).toMatchObject({
      apiVersion: 'litmuschaos.io/v1alpha1',
      spec: {
        engineState: 'active',
        annotationCheck: 'false',
        appinfo: { appns: 'default', applabel: 'app=httpbin', appkind: 'deployment' },
        chaosServiceAccount: 'litmuschaos-httpbin',
        jobCleanUpPolicy: 'delete',
        experiments: [
          {
            name: 'pod-delete',
            spec: {
              components: {
                env: [
                  { name: 'TOTAL_CHAOS_DURATION', value: '3600' },
                  { name: 'CHAOS_INTERVAL', value: '10' },
                  { name: 'FORCE', value: 'false' },
                ],
              },
            },
          },
        ],
      },
    });
  });

  test('numbers become text, which is what Litmus reads', async () => {
    const objects = await give(['totalChaosDuration=60', 'chaosInterval=5']);
    const { spec } = find(objects, 'ChaosEngine', 'litmuschaos-httpbin') as {
      spec?: { experiments?: { spec: { components: { env: object[] } } }[] };
    };
    expect(spec?.experiments?.[0]?.spec.components.env.slice(0, 2)).toEqual([
      { name: 'TOTAL_CHAOS_DURATION', value: '60' },
      { name: 'CHAOS_INTERVAL', value: '5' },
    ]);
  });

  test('large numbers in a file of values are written as Litmus reads them', async () => {
    const values = 'applabel: app=httpbin\ntotalChaosDuration: 1000000\nchaosInterval: 2000000\n';
    const text = JSON.stringify(await render({ release: 'httpbin', chart, values }));
    expect(text).toContain('"value":"1000000"');
    expect(text).toContain('"value":"2000000"');
    expect(text).not.toContain('e+06');
  });

  test('the experiment is what Litmus knows as pod-delete, with the permissions of the Role', async () => {
    const objects = await give([]);
    expect(find(objects, 'ChaosExperiment', 'pod-delete')).toMatchObject({
      description: { message: expect.any(String) },
      spec: {
        definition: {
          scope: 'Namespaced',
          permissions: find(objects, 'Role', 'litmuschaos-httpbin').rules,
          image: 'litmuschaos/go-runner:3.10.0',
          command: ['/bin/bash'],
          args: ['-c', './experiments -name pod-delete'],
          labels: { name: 'pod-delete' },
        },
      },
    });
  });

  test.each([
    ['deployment', ['get,list deployments,replicasets.apps']],
    ['statefulset', ['get,list statefulsets.apps']],
    ['daemonset', ['get,list daemonsets.apps']],
    ['rollout', ['get,list rollouts.argoproj.io', 'get,list replicasets.apps']],
    ['deploymentconfig', ['get,list deploymentconfigs.apps.openshift.io', 'get,list replicationcontrollers.']],
  ])(
    'of pods of a %s it may read what they belong to, and delete nothing but pods and its own',
    async (kind, owners) => {
      const objects = await give([`appkind=${kind}`]);
      const { rules = [] } = find(objects, 'Role', 'litmuschaos-httpbin');
      expect(rules.map(({ apiGroups, resources, verbs }) => `${verbs} ${resources}.${apiGroups}`)).toEqual([
        'get,list,delete pods.',
        'get,list,watch pods/log.',
        'create,get,list,patch,update events.',
        ...owners,
        'create,get,list,delete,deletecollection jobs.batch',
        'get,list,patch,update chaosengines.litmuschaos.io',
        'get,list chaosexperiments.litmuschaos.io',
        'create,get,list,patch,update,delete chaosresults.litmuschaos.io',
      ]);
      expect(find(objects, 'RoleBinding', 'litmuschaos-httpbin')).toMatchObject({
        roleRef: { kind: 'Role', name: 'litmuschaos-httpbin' },
        subjects: [{ kind: 'ServiceAccount', name: 'litmuschaos-httpbin', namespace: 'default' }],
      });
    },
  );

  test.each([
    ['applabel=app==a'],
    ['applabel=app in (a\\,b)'],
    ['global.x=1'],
    ['autoXAdditionalValues.a.b=c'],
    ['appkind=null'],
    ['image=registry.test/go-runner:3'],
  ])('--set %s is taken', async (set) => {
    await expect(give([set])).resolves.toHaveLength(5);
  });

  test.each<[set: string, names: RegExp]>([
    ['applabel=null', /missing property 'applabel'|applabel/],
    ['applabel=httpbin', /'\/applabel': value must be 'a label of the pods, as in app=httpbin'/],
    ['appKind=deployment', /additional properties 'appKind'/],
    ['appkind=pod', /'\/appkind': 'pod'/],
    ['totalChaosDuration=1h', /'\/totalChaosDuration': value must be 'a whole number of seconds/],
    ['chaosInterval=0', /'\/chaosInterval': minimum: got 0, want 1/],
    ['chaosInterval=0.5', /'\/chaosInterval': value must be 'a whole number of seconds/],
  ])('helm refuses --set %s, and names it', async (set, names) => {
    const { code, stderr } = await template({ release: 'httpbin', chart, set: ['applabel=app=httpbin', set] });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(names);
  });
});
