import path from 'node:path';
import { load } from 'js-yaml';
import { type Answer, render, template, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/autox');
const web = [
  'groups.web.trigger.name=web,groups.web.trigger.namespace=shop,groups.web.trigger.group=apps',
  'groups.web.trigger.version=v1,groups.web.trigger.resource=deployments',
  'groups.web.specs.a.name=iter8,groups.web.specs.a.version=1.0.0',
];
const secret = `\${secret:a}`;
const inSpec = (input: string) => `groups.web.specs.a.values.${input}`;
const triggerOf = (group: string) =>
  web
    .slice(0, 2)
    .map((set) => set.replaceAll('groups.web.', `${group}.`).replaceAll('resource=deployments', 'resource=deployment'));

const give = (set: string[]): Promise<Answer> => template({ release: 'autox', chart, set: [...web, ...set] });

withHelm('values of the autox chart', () => {
  test.each<string[]>([
    ['majorMinor=0.13'],
    ['autoXAdditionalValues.a.b=c'],
    ['global.anything=1'],
    ['iter8Image=mine/iter8:1.0'],
    ['installer=argocd', 'argocd.namespace=gitops', 'argocd.project=p', 'argocd.server=https://cluster.test:6443'],
    ['requireLabel=TRUE'],
    ['groups.web.trigger.group='],
    ['groups.web.trigger.name=123'],
    ['groups.web.specs.a.version=null'],
    ['groups.web.specs.a.version=>=1.0.0 <2'],
    ['groups.web.specs.a.repoURL=oci://registry.test/charts', 'groups.web.specs.b.name=any'],
    ['groups.web.specs.b.name=other', 'groups.web.specs.b.values.http.headers.A=not-ours'],
    ['groups=null'],
    ['replicas=0'],
    [inSpec('anything.at.all[0]=1')],
    [inSpec(`http.headers.A=${secret}`), inSpec(`http.url=http://${secret}@h/`)],
  ])('%s is taken', async (...set) => {
    expect(await give(set)).toMatchObject({ code: 0, stderr: '' });
  });

  test('without groups the controller has nothing to do, and removes what was there', async () => {
    await expect(render({ release: 'autox', chart })).resolves.toHaveLength(9);
  });

  test.each<[set: string, names: RegExp]>([
    ['groups.web.trigger.name=null', /'\/groups\/web\/trigger\/name': got null, want integer or string/],
    ['groups.other.specs.a.name=iter8', /'\/groups\/other': missing property 'trigger'/],
    ['groups.other.trigger.name=x', /missing properties? .*'version', 'resource'/],
    ['groups.web.specs.b.version=1', /'\/groups\/web\/specs\/b': missing property 'name'/],
    ['groups.web.specs=null', /specs/],
    ['groups.web.triger.name=x', /'\/groups\/web': additional properties 'triger'/],
    ['groups.web.trigger.nam=x', /'\/groups\/web\/trigger': additional properties 'nam'/],
    ['groups.web.specs.a.value.x=1', /'\/groups\/web\/specs\/a': additional properties 'value'/],
    ['groups.web.specs.a.values[0]=1', /'\/groups\/web\/specs\/a\/values': got array, want/],
    ['groups.web.specs.a.version=latest', /'\/groups\/web\/specs\/a\/version': value must be 'a version of the chart/],
    ['groups.web.specs.a.version=1', /'\/groups\/web\/specs\/a\/version': got number, want null or string/],
    [
      'groups.web.specs.a.repoURL=https://me:c4n4ry@h/',
      /'\/groups\/web\/specs\/a\/repoURL': value must be 'the address/,
    ],
    [
      'groups.web.trigger.resource=Deployment',
      /'\/groups\/web\/trigger\/resource': value must be 'the lower-case plural/,
    ],
    ['groups.web.trigger.version=apps/v1', /'\/groups\/web\/trigger\/version': value must be 'a version of the API/],
    ['groups.web.trigger.namespace=a.b', /'\/groups\/web\/trigger\/namespace': value must be 'a name as Kubernetes/],
    ['groups.Web.trigger.name=x', /Web/],
    ['groups=web', /'\/groups': got string, want/],
    ['chartGroups.old.specs.a.name=iter8', /'\/chartGroups\/old'/],
    ['chartGroups.old.releaseSpec.name=iter8', /'\/chartGroups\/old\/releaseSpec': got object, want array/],
    ['group.web.x=1', /additional properties 'group'/],
    ['installer=flux', /'\/installer': 'flux'/],
    ['argocd.ns=x', /'\/argocd': additional properties 'ns'/],
    ['argocd.server=cluster', /'\/argocd\/server': value must be 'the address of a cluster/],
    ['requireLabel=yes', /'\/requireLabel': value must be 'true or false'/],
    ['replicas=two', /'\/replicas': got string, want/],
    ['replicas=-1', /'\/replicas': minimum: got -1, want 0/],
    ['logLevel=verbose', /'\/logLevel': 'verbose'/],
    ['resources.limit.cpu=1', /'\/resources': additional properties 'limit'/],
    ['image.name=x', /'\/image': additional properties 'name'/],
    ['iter8Image=iter8/autox:0.13', /iter8Image: iter8\/autox:0.13 is of the 0.13 line/],
    [
      'groups.web.specs.a.values.ttlSecondsAfterFinished=60',
      /groups.web.specs.a.values.ttlSecondsAfterFinished: Argo CD would make a Job again/,
    ],
    ['groups.web.specs.a.values=- a', /groups.web.specs.a.values: this text is not a map of values in YAML/],
  ])('helm refuses --set %s, and names it', async (set, names) => {
    const { code, stderr } = await give([set]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(names);
    expect(stderr).not.toContain('c4n4ry');
  });

  test('helm makes no Job again: with it as the installer Jobs may have a TTL', async () => {
    const { code } = await give(['installer=helm', 'groups.web.specs.a.values.ttlSecondsAfterFinished=60']);
    expect(code).toBe(0);
  });

  test.each([['groups.two'], ['chartGroups.two']])(
    'one object is the trigger of one group: not of %s as well',
    async (two) => {
      const spec = two.startsWith('groups') ? `${two}.specs.b.name=x` : `${two}.releaseSpec[0].name=x`;
      const { stderr } = await give([...triggerOf(two), spec]);
      expect(stderr).toMatch(
        /the trigger deployments web in namespace shop has a group already, (chartG|g)roups\.\w+: give that/,
      );
    },
  );

  test('releases have names of their own, that helm takes', async () => {
    const other = triggerOf('groups.web-a').map((set) => set.replace('trigger.name=web', 'trigger.name=w'));
    const same = await give([...other, 'groups.web-a.specs.b.name=x', 'groups.web.specs.a-b.name=x']);
    expect(same.stderr).toContain('its release would be autox-web-a-b, and so would that of groups.web.specs.a-b');
    const long = await give([`groups.web.specs.${'x'.repeat(44)}.name=x`]);
    expect(long.stderr).toContain('may have 53 characters');
  });

  test.each([
    ['http.headers.Authorization=Bearer c4n4ry', 'http.headers.Authorization'],
    ['http.headers.X.Y=c4n4ry', 'http.headers.X.Y'],
    ['http.headers.X=5', 'http.headers.X'],
    ['http.url=http://me:c4n4ry@h/', 'http.url'],
    ['http.endpoints.get.headers.A=c4n4ry', 'http.endpoints.get.headers.A'],
    ['http.tls.key=c4n4ry', 'http.tls.key'],
    ['grpc.metadata.token=c4n4ry', 'grpc.metadata.token'],
    ['grpc.metadata=\\{"a": "c4n4ry"\\}', 'grpc.metadata'],
    ['grpc.endpoints.a.dataURL=https://me:c4n4ry@h/', 'grpc.endpoints.a.dataURL'],
  ])(
    'the literal in --set %s would be copied into Applications: refused, with a word about secretRef',
    async (input, where) => {
      const { code, stderr } = await give([inSpec(input)]);
      expect(code).not.toBe(0);
      expect(stderr).toContain(`groups.web.specs.a.values: ${where}: a literal would be copied`);
      expect(stderr).toContain('Put it into a Secret in namespace shop');
      expect(stderr).toContain('groups.web.specs.a.values.secretRef');
      expect(stderr).not.toContain('c4n4ry');
    },
  );

  test('a literal in values that are text is found as well', async () => {
    const text =
      'chartGroups: {o: {trigger: {name: o, version: v1, resource: pods}, releaseSpec: [{name: iter8, values: "http: {headers: {A: c4n4ry}}"}]}}';
    const { stderr } = await template({ release: 'autox', chart, values: text });
    expect(stderr).toContain('chartGroups.o.releaseSpec[0].values: http.headers.A: a literal');
  });

  test('and so is one for the chart in a folder of a registry', async () => {
    const { stderr } = await give(['groups.web.specs.a.name=charts/iter8', inSpec('http.headers.A=c4n4ry')]);
    expect(stderr).toContain('groups.web.specs.a.values: http.headers.A: a literal');
  });

  test('500 groups of four specs fit into one release', async () => {
    const names = (count: number, of: string) => Array.from({ length: count }, (_, i) => `${of}${i}`);
    const trigger = { namespace: 'shop', group: 'apps', version: 'v1', resource: 'deployments' };
    const SLOs = { upper: { 'http/error-count': 0, 'http/latency-mean': 50 } };
    const values = { tasks: ['http', 'assess'], http: { url: 'http://web.shop/get' }, assess: { SLOs }, runner: 'job' };
    const specs = Object.fromEntries(names(4, 's').map((name) => [name, { name: 'iter8', version: '1.0.0', values }]));
    const groups = names(500, 'g').map((name) => [name, { trigger: { ...trigger, name }, specs }]);
    const objects = await render({
      release: 'autox',
      chart,
      values: JSON.stringify({ groups: Object.fromEntries(groups) }),
    });
    const config = objects.find(({ kind }) => kind === 'ConfigMap')?.data?.['config.yaml'] ?? '';
    expect(Object.keys((load(config) as { groups: object }).groups)).toHaveLength(500);
    expect(config.length).toBeLessThan(1_000_000);
    expect(objects.filter(({ kind }) => kind === 'Role')).toHaveLength(3);
  }, 60_000);
});
