// AutoX on objects that are no Deployments: the values of examples/autox-triggers, on types of the test's own that have the
// names of the real ones.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { application, gone, launched, stays } from '../autox/argocd.ts';
import { useAutox } from '../autox/autox.ts';
import { ok, root, run, site, until, useLab } from '../lab.ts';

const kinds = [
  {
    file: 'knative',
    group: 'hello',
    api: 'serving.knative.dev',
    version: 'v1',
    kind: 'Service',
    short: 'ksvc',
    plural: 'services',
  },
  {
    file: 'kserve',
    group: 'sklearn-iris',
    api: 'serving.kserve.io',
    version: 'v1beta1',
    kind: 'InferenceService',
    short: 'isvc',
    plural: 'inferenceservices',
  },
  {
    file: 'seldon',
    group: 'iris',
    api: 'machinelearning.seldon.io',
    version: 'v1',
    kind: 'SeldonDeployment',
    short: 'sdep',
    plural: 'seldondeployments',
  },
];
const release = 'triggers-autox';
const longestMs = 150_000; // for Argo CD to take away what it has installed
const lab = useLab();
const autox = useAutox(() => lab.namespace);
const made: string[] = []; // types that were not there before

beforeAll(async () => {
  for (const one of kinds) {
    const name = `${one.plural}.${one.api}`;
    if ((await run('kubectl', ['get', 'crd', name])).code === 0) continue;
    made.push(name);
    await ok('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(typeOf(one)) });
    await ok('kubectl', ['wait', '--for=condition=Established', `crd/${name}`, '--timeout=30s']);
  }
  await autox.install(release, here(), 'install', examples());
  await lab.kubectl('rollout', 'status', `deployment/${release}`, '--timeout=60s');
}, 120_000);
afterAll(async () => {
  if (made.length > 0) await ok('kubectl', ['delete', 'crd', ...made, '--wait=false']);
});

const each = <T>(act: (one: Kind, app: string) => Promise<T>) =>
  Promise.all(kinds.map((one) => act(one, `autox-${one.group}-iter8`)));

test('each is launched when it has a version', async () => {
  expect(await each((_, app) => application(app))).toEqual([undefined, undefined, undefined]);
  await lab.apply(...kinds.map((one) => objectOf(one, '1.0.0')));
  expect(await each(async (_, app) => versionOf(await launched(app)))).toEqual(['1.0.0', '1.0.0', '1.0.0']);
});

test('a change of the status starts nothing', async () => {
  const status = JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'False' }] } });
  await each(async (one, app) => {
    const running = stays(app, 3000);
    await lab.kubectl('patch', `${one.plural}.${one.api}`, one.group, '--type=merge', '-p', status);
    await running;
  });
});

test('a new version launches each anew', async () => {
  expect(await relaunched('2.0.0')).toEqual(['2.0.0', '2.0.0', '2.0.0']);
});

test('iter8 autox status shows all of them, with their versions', async () => {
  const { code, stdout } = await lab.iter8('autox', 'status', '-o', 'json');
  expect(code).toBe(0);
  const [{ releases }] = JSON.parse(stdout).installations;
  expect(releases).toMatchObject(
    kinds
      .map(({ group, api, plural }) => ({
        release: `autox-${group}-iter8`,
        trigger: { group: api, resource: plural, isThere: true, appVersion: '2.0.0' },
        wanted: true,
      }))
      .sort((a, b) => (a.release < b.release ? -1 : 1)),
  );
});

describe('by their short names', () => {
  test('they are the same triggers: nothing is launched again, and a new version is', async () => {
    const before = await each((_, app) => application(app));
    const shortened = kinds.map(({ group, short }) => `groups.${group}.trigger.resource=${short}`);
    await autox.install(release, [...here(), ...shortened], 'upgrade', examples());
    await lab.kubectl('rollout', 'status', `deployment/${release}`, '--timeout=60s');
    await until('the new controller', async () => {
      const log = await autox.log(release);
      return log.includes('leads now') ? true : undefined;
    });
    const after = await each((_, app) => stays(app, 1000));
    expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map((one) => one?.metadata.uid));
    expect(await relaunched('3.0.0')).toEqual(['3.0.0', '3.0.0', '3.0.0']);
  });

  test('and where they are gone, so is what runs for them', async () => {
    await each(({ plural, api, group }) => lab.kubectl('delete', `${plural}.${api}`, group, '--wait=false'));
    await each((_, app) => gone(app, longestMs));
  });
});

type Kind = (typeof kinds)[number];

// The versions that run after the label has changed.
async function relaunched(version: string): Promise<(string | undefined)[]> {
  const before = await each((_, app) => application(app));
  await lab.apply(...kinds.map((one) => objectOf(one, version)));
  return Promise.all(
    kinds.map(async ({ group }, i) => versionOf(await launched(`autox-${group}-iter8`, before[i], longestMs))),
  );
}

// As they stand there, all in one release.
function examples(): object {
  const all = kinds.map(({ file }) => readFileSync(path.join(root, 'examples/autox-triggers', `${file}.yaml`), 'utf8'));
  return { groups: Object.assign({}, ...all.map((text) => (load(text) as { groups: object }).groups)) };
}

// In the namespace of the test, with the image of this build.
function here(): string[] {
  return kinds.flatMap(({ group }) => [
    `groups.${group}.trigger.namespace=${lab.namespace}`,
    `groups.${group}.specs.iter8.values.iter8Image=${site().image}`,
  ]);
}

function typeOf({ api, version, kind, plural }: Kind): object {
  const names = { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` };
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${api}` },
    spec: {
      group: api,
      scope: 'Namespaced',
      names,
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}

function objectOf({ api, version, kind, group }: Kind, label: string): object {
  const labels = { 'app.kubernetes.io/version': label };
  return { apiVersion: `${api}/${version}`, kind, metadata: { name: group, labels }, spec: {} };
}

function versionOf({ metadata }: { metadata: { annotations?: Record<string, string> } }): string | undefined {
  return metadata.annotations?.['iter8.tools/autox-version'];
}
