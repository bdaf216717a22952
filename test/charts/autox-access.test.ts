import path from 'node:path';
import { find, type Manifest, namesOf, render, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/autox');
const file = (name: string) => ['-f', path.join(chart, 'ci', name)];
const inNamespace = ['-n', 'ops'];

// namespace/role: what it allows
function rulesIn(objects: readonly Manifest[]): Record<string, string[]> {
  const roles = objects.filter(({ kind }) => kind === 'Role');
  return Object.fromEntries(
    roles.map(({ metadata, rules = [] }) => [
      `${metadata.namespace}/${metadata.name}`,
      rules.map(({ apiGroups, resources, resourceNames, verbs }) =>
        [verbs.join(), `${resources.join()}.${apiGroups.join()}`, ...(resourceNames ?? [])].join(' '),
      ),
    ]),
  );
}

const watch = 'get,list,watch';
const events = 'create events.';
const lease = ['create leases.coordination.k8s.io', 'get,patch leases.coordination.k8s.io autox'];
const applications = 'get,list,watch,create,delete applications.argoproj.io';

async function resourcesOf(resource: string): Promise<string | undefined> {
  const trigger = `name=web,version=v1,group=g,resource=${resource}`.replaceAll(/(^|,)/g, '$1groups.web.trigger.');
  const objects = await render({ release: 'autox', chart, set: [trigger, 'groups.web.specs.a.name=iter8'] });
  return rulesIn(objects)['default/autox']?.[0];
}

withHelm('what the autox chart allows', () => {
  test('in one namespace: to watch one kind, to say what happened, and to hold a lease', async () => {
    expect(rulesIn(await render({ release: 'autox', chart, args: file('http-values.yaml') }))).toEqual({
      'default/autox': [`${watch} deployments.apps`, events, ...lease],
      'argocd/autox-default': [applications, 'get secrets. autox-default-owner'],
    });
  });

  test("many groups: a rule for each kind in each namespace, and each Argo CD's own", async () => {
    const args = [...inNamespace, ...file('many-values.yaml')];
    expect(rulesIn(await render({ release: 'autox', chart, args }))).toEqual({
      'shop/autox-ops': [`${watch} configmaps.`, `${watch} deployment,deployments.apps`, events],
      'models/autox-ops': [
        `${watch} inferenceservices.serving.kserve.io`,
        `${watch} ksvc,services.serving.knative.dev`,
        events,
      ],
      'gitops/autox-ops': [applications, 'get secrets. autox-ops-owner'],
      'argocd-models/autox-ops': [applications, 'get secrets. autox-ops-owner'],
      'ops/autox': [events, ...lease],
    });
  });

  test('with helm as the installer: Jobs beside the controller, and nothing of Argo CD', async () => {
    const objects = await render({ release: 'autox', chart, args: [...inNamespace, ...file('helm-values.yaml')] });
    expect(rulesIn(objects)).toEqual({
      'shop/autox-ops': [`${watch} deployments.apps`, events, 'list secrets.'],
      'ops/autox': [events, 'get,list,watch,create,delete jobs.batch', 'list pods.', ...lease],
      'shop/autox-ops-installer': expect.arrayContaining([
        'get,list,create,patch,update,delete secrets,configmaps,serviceaccounts.',
        'get,list,create,patch,update,delete jobs,cronjobs.batch',
        'get,list,create,patch,update,delete roles,rolebindings.rbac.authorization.k8s.io',
      ]),
    });
    expect(find(objects, 'RoleBinding', 'autox-ops-installer')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'autox-installer', namespace: 'ops' }],
    });
    expect(namesOf(objects).filter((name) => name.startsWith('Secret'))).toEqual([]);
  });

  test("the Jobs' account may be one of the user's own", async () => {
    const args = [...file('helm-values.yaml'), '--set', 'helm.serviceAccountName=mine'];
    const names = namesOf(await render({ release: 'autox', chart, args }));
    expect(names.filter((name) => name.includes('installer'))).toEqual([]);
  });

  test.each([
    ['deployments', 'deployments'],
    ['deployment', 'deployment,deployments'],
    ['ingress', 'ingress,ingresses'],
    ['policy', 'policies,policy'],
    ['gateway', 'gateway,gateways'],
    ['isvc', 'inferenceservices,isvc'],
    ['sdep', 'sdep,seldondeployments'],
  ])('a trigger of the resource %s may be read as %s', async (resource, allowed) => {
    expect(await resourcesOf(resource)).toBe(`${watch} ${allowed}.g`);
  });

  test('every Role is bound to the account of the controller, wherever that runs', async () => {
    const objects = await render({ release: 'autox', chart, args: [...inNamespace, ...file('many-values.yaml')] });
    const bindings = objects.filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings).toHaveLength(5);
    for (const binding of bindings) {
      expect(binding).toMatchObject({
        roleRef: { kind: 'Role', name: binding.metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: 'autox', namespace: 'ops' }],
      });
    }
  });

  test('with an existing service account none is made, and nothing is allowed', async () => {
    const args = [...file('http-values.yaml'), '--set', 'serviceAccountName=mine'];
    expect(namesOf(await render({ release: 'autox', chart, args }))).toEqual([
      'ConfigMap autox',
      'Deployment autox',
      'Lease autox',
      'Secret autox-default-owner',
    ]);
  });
});
