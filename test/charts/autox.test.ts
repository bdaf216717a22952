import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { find, helm, type JobSpec, type Manifest, namesOf, render, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/autox');
const read = (file: string) => readFileSync(path.join(chart, file), 'utf8');
const file = (name: string) => ['-f', path.join(chart, 'ci', name)];
const trigger = 'groups.web.trigger.name=web,groups.web.trigger.version=v1,groups.web.trigger.resource=pods';
const group = [trigger, 'groups.web.specs.a.name=iter8'];

interface Pod {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown> & { containers: [Record<string, unknown> & { args: string[] }] };
}

function podOf(objects: readonly Manifest[], name = 'autox'): Pod {
  return (find(objects, 'Deployment', name).spec as { template: Pod }).template;
}

function configIn(objects: readonly Manifest[], name = 'autox'): unknown {
  return load(find(objects, 'ConfigMap', name).data?.['config.yaml'] ?? '');
}

const renderAutox = (args: string[], set: string[] = []) => render({ release: 'autox', chart, args, set });

test("the chart's version, and that of what it runs, are the package's", () => {
  const { version } = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));
  expect(load(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

test('it knows the same sensitive inputs as the iter8 chart', () => {
  expect(read('files/sensitive.yaml')).toBe(read('../iter8/files/sensitive.yaml'));
});

test('the schema has the values of values.yaml', () => {
  const { properties } = JSON.parse(read('values.schema.json'));
  expect(Object.keys(properties).sort()).toEqual(
    [...Object.keys(load(read('values.yaml')) as object), 'global'].sort(),
  );
});

withHelm('objects of the autox chart', () => {
  test.each(readdirSync(path.join(chart, 'ci')))('helm finds nothing to say against it with %s', async (name) => {
    expect(await helm(['lint', '--strict', chart, ...file(name)])).toMatchObject({ code: 0 });
  });

  test('these objects are made, and no others', async () => {
    const objects = await renderAutox(file('http-values.yaml'));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      'ConfigMap default/autox',
      'Deployment default/autox',
      'Lease default/autox',
      'Role argocd/autox-default',
      'Role default/autox',
      'RoleBinding argocd/autox-default',
      'RoleBinding default/autox',
      'Secret argocd/autox-default-owner',
      'ServiceAccount default/autox',
    ]);
    for (const { metadata } of objects) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'autox',
        'app.kubernetes.io/instance': 'autox',
        'app.kubernetes.io/managed-by': 'Helm',
      });
    }
  });

  test('a release with the name of an app does not take the name of its Deployment', async () => {
    const objects = await render({ release: 'httpbin', chart, args: file('http-values.yaml') });
    expect(namesOf(objects).filter((name) => name.endsWith(' httpbin'))).toEqual([]);
    expect(podOf(objects, 'httpbin-autox').spec.serviceAccountName).toBe('httpbin-autox');
  });

  test('the owner of what is made holds nothing', async () => {
    const owner = find(await renderAutox(file('http-values.yaml')), 'Secret', 'autox-default-owner');
    expect(Object.keys(owner).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
  });

  test('the controller reads the groups, with what was not said filled in', async () => {
    const set = [...group, 'groups.web.specs.a.values.http.url=http://h/', 'groups.gone=null'];
    expect(configIn(await renderAutox([], set))).toEqual({
      groups: {
        web: {
          trigger: { group: '', version: 'v1', resource: 'pods', namespace: 'default', name: 'web' },
          specs: { a: { name: 'iter8', version: '*', namespace: 'default', values: { http: { url: 'http://h/' } } } },
        },
      },
      chartGroups: {},
      requireLabel: false,
      installer: 'argocd',
      argocd: { namespace: 'argocd', project: 'default', server: 'https://kubernetes.default.svc' },
      owner: { name: 'autox-default-owner' },
      defaultRepoURL: 'https://iter8-tools.github.io/hub/',
    });
  });

  test('a group may have an Argo CD of its own, and values as text', async () => {
    expect(configIn(await renderAutox(file('many-values.yaml')))).toMatchObject({
      requireLabel: true,
      argocd: { namespace: 'gitops', project: 'experiments', server: 'https://kubernetes.default.svc' },
      groups: {
        web: { specs: { chaos: { repoURL: 'https://charts.test/', namespace: 'chaos' }, smoke: { version: '~1.0' } } },
        iris: { argocd: { namespace: 'argocd-models', project: 'experiments', server: 'https://models.test' } },
      },
      chartGroups: {
        settings: {
          releaseSpec: [
            { name: 'iter8', namespace: 'shop', values: { tasks: ['http'], http: { url: 'http://web.shop/' } } },
          ],
        },
      },
    });
  });

  test.each<[value: string, read: unknown]>([
    ['9007199254740993', '9007199254740993'],
    ['10000000', 10_000_000],
    ['0.10', '0.10'],
    ['true', true],
    ['a\u2028b\u007f', 'a\u2028b\u007f'],
  ])('the value %j of a spec arrives as %j', async (value, arrived) => {
    const config = configIn(await renderAutox([], [...group, `groups.web.specs.a.values.http.payloadStr=${value}`]));
    expect(config).toMatchObject({ groups: { web: { specs: { a: { values: { http: { payloadStr: arrived } } } } } } });
  });

  test('a change of the configuration starts the pod anew, and no other change does', async () => {
    const sets = [group, [...group, 'requireLabel=true'], [...group, 'groups.web.specs.a.values.x=1'], group];
    const rendered = await Promise.all(sets.map((set) => renderAutox([], set)));
    const sums = rendered.map((objects) => podOf(objects).metadata.annotations['checksum/config']);
    expect(new Set(sums).size).toBe(3);
    expect(sums[3]).toBe(sums[0]);
  });

  test('the pod meets the restricted Pod Security Standard, and can be probed', async () => {
    const { spec } = podOf(await renderAutox(file('http-values.yaml')));
    expect(spec.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.containers[0]).toMatchObject({
      image: 'iter8/iter8:1.0.0',
      ports: [{ name: 'http', containerPort: 8080 }],
      livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      env: [
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
        { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ],
      resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    });
    expect(spec.containers[0].args.join(' ')).toBe(
      'autox run --config /etc/iter8/autox/config.yaml --namespace $(POD_NAMESPACE) --lease autox --port 8080 -l info',
    );
  });

  test('with helm as the installer, a hook removes what is installed before the controller goes', async () => {
    const objects = await renderAutox(file('helm-values.yaml'));
    const { metadata, spec } = find(objects, 'Job', 'autox-remove');
    expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-delete' });
    const { template, activeDeadlineSeconds } = spec as JobSpec;
    expect(template.spec.containers[0]?.args.join(' ')).toBe(
      'autox remove --config /etc/iter8/autox/config.yaml --namespace $(POD_NAMESPACE) --lease autox --timeout 4m --lenient -l info',
    );
    expect(activeDeadlineSeconds).toBeLessThan(300);
    expect(template.metadata.labels).not.toMatchObject(
      (find(objects, 'Deployment', 'autox').spec as { selector: { matchLabels: object } }).selector.matchLabels,
    );
  });

  test.each(['a'.repeat(53), `autox-${'a'.repeat(47)}`, `${'a'.repeat(50)}.${'b'.repeat(2)}`])(
    'that hook is a Job whose name fits into a label, also of the release %s',
    async (release) => {
      const objects = await render({ release, chart, args: file('helm-values.yaml') });
      const [name = ''] = namesOf(objects).flatMap((one) => /^Job (.*)$/.exec(one)?.[1] ?? []);
      expect(name).toMatch(/^(?=.{1,63}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?-remove$/);
    },
  );

  test('everything else that is said of the pod is there', async () => {
    const objects = await renderAutox(file('many-values.yaml'));
    const { metadata, spec } = podOf(objects);
    expect(find(objects, 'Deployment', 'autox').spec).toMatchObject({ replicas: 2 });
    expect(metadata.labels).toMatchObject({ team: 'checkout', 'app.kubernetes.io/name': 'autox' });
    expect(metadata.annotations).toMatchObject({ 'prometheus.io/scrape': 'true' });
    expect(spec).toMatchObject({
      imagePullSecrets: [{ name: 'registry' }],
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      containers: [{ image: 'registry.test/iter8:1', resources: { limits: { memory: '128Mi' } } }],
    });
    expect(spec.containers[0].args.slice(-2)).toEqual(['-l', 'debug']);
  });

  test('packaged, it takes charts from where it is served itself', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iter8-autox-'));
    const archive = path.join(folder, 'autox-1.0.0.tgz');
    const print =
      "import { chartArchive } from './scripts/chart-archive.mjs';" +
      "process.stdout.write(await chartArchive('charts/autox', { repository: 'http://charts.test/' }));";
    const cwd = path.resolve(chart, '../..');
    writeFileSync(archive, execFileSync(process.execPath, ['--input-type=module', '-e', print], { cwd }));
    const config = configIn(await render({ release: 'autox', chart: archive, set: group }));
    rmSync(folder, { recursive: true });
    expect(config).toMatchObject({ defaultRepoURL: 'http://charts.test/' });
  });
});
