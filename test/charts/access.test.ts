import { find, type Manifest, namesOf, render, withHelm } from './chart.ts';

const http = ['tasks=http', 'http.url=http://h/', 'runner=job'];

function rulesOf(objects: readonly Manifest[], name: string): string[] {
  const { rules = [] } = find(objects, 'Role', name);
  return rules.map(
    ({ apiGroups, resources, resourceNames, verbs }) =>
      `${verbs.join()} ${resources.join()}.${apiGroups.join()} ${resourceNames.join()}`,
  );
}

withHelm('what the chart allows', () => {
  test('a pod may read and write its result, read its Job, and nothing more', async () => {
    expect(rulesOf(await render({ set: http }), 'my-test-iter8')).toEqual([
      'get,patch secrets. my-test',
      'get jobs.batch my-test-1-job',
    ]);
  });

  test('a pod of a CronJob may read its CronJob', async () => {
    expect(rulesOf(await render({ file: 'cronjob-values.yaml' }), 'my-test-iter8')).toContain(
      'get cronjobs.batch my-test-1-cronjob',
    );
  });

  test('each object that has to be ready may be read, by its name', async () => {
    const set = ['service=a', 'deploy=b', 'ksvc=c', 'isvc=d', 'chaosengine=e', 'name=f', 'version=v1', 'resource=pods'];
    const objects = await render({ set: [...http, 'tasks={ready,http}', ...set.map((input) => `ready.${input}`)] });
    expect(rulesOf(objects, 'my-test-iter8').slice(2)).toEqual([
      'get chaosengines.litmuschaos.io e',
      'get deployments.apps b',
      'get inferenceservices.serving.kserve.io d',
      'get pods. f',
      'get services. a',
      'get services.serving.knative.dev c',
    ]);
  });

  test('objects of other namespaces are read by a Role in each of them', async () => {
    const objects = await render({ file: 'objects-values.yaml' });
    const roles = objects.filter(({ kind }) => kind.startsWith('Role'));
    expect(roles.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'Role default/my-test-iter8',
      'Role data/my-test-iter8-default',
      'Role models/my-test-iter8-default',
      'RoleBinding default/my-test-iter8',
      'RoleBinding data/my-test-iter8-default',
      'RoleBinding models/my-test-iter8-default',
    ]);
    const inData = roles.filter(({ metadata }) => metadata.namespace === 'data');
    expect(rulesOf(inData, 'my-test-iter8-default')).toEqual(['get statefulsets.apps cache,queue']);
    expect(find(inData, 'RoleBinding', 'my-test-iter8-default')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'my-test-iter8-sa', namespace: 'default' }],
    });
  });

  test('what ready names is of no interest where ready is not run', async () => {
    const objects = await render({ set: [...http, 'ready.deploy=b'] });
    expect(rulesOf(objects, 'my-test-iter8')).toHaveLength(2);
  });

  test('with an existing service account none is made, and nothing is allowed', async () => {
    const objects = await render({ set: [...http, 'serviceAccountName=mine'] });
    expect(namesOf(objects)).toEqual(['ConfigMap my-test', 'Job my-test-1-job', 'Secret my-test']);
    expect(JSON.stringify(find(objects, 'Job', 'my-test-1-job'))).toContain('"serviceAccountName":"mine"');
  });

  test('with runner=none there is everything but the workload', async () => {
    expect(namesOf(await render({ set: [...http, 'runner=none'] }))).toEqual([
      'ConfigMap my-test',
      'Role my-test-iter8',
      'RoleBinding my-test-iter8',
      'Secret my-test',
      'ServiceAccount my-test-iter8-sa',
    ]);
  });
});
