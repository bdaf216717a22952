import { readInstallations } from '../../autox/status/installations.ts';
import { sampleDocument } from '../../report/documents.fixture.ts';
import { documentOf as runOf } from '../../store/secret.fixture.ts';
import { parseYamlFile } from '../../values/yaml-file.ts';
import { agoOf, createInstallation, groupOf, healthy, nowMs } from './installation.fixture.ts';
import { statusOf } from './status.ts';
import { statusJson } from './status-json.ts';
import { statusText } from './status-text.ts';

let autox: ReturnType<typeof createInstallation>;
beforeEach(() => {
  autox = createInstallation();
});

const parse = (text: string) => parseYamlFile(new TextEncoder().encode(text), 'config.yaml');

async function all(everywhere = false) {
  const found = await readInstallations(autox.cluster, everywhere ? undefined : 'iter8', {
    parseYaml: parse,
    readConfigFile: parse,
  });
  return Promise.all(found.map((one) => statusOf(autox.cluster, one, { now: () => nowMs })));
}

const lines = async () => statusText(await all()).split('\n');
// The cells of the release, from VERSION on but for its name, and the remarks below it.
async function told(group = 'books') {
  const rows = await lines();
  const at = rows.findIndex((row) => row.startsWith(`${group} `));
  const [cells = '', ...rest] = rows.slice(at);
  const end = rest.findIndex((row) => !row.startsWith('  '));
  const [, , version, , ...others] = cells.split(/ {2,}/);
  return { cells: [version, ...others].join(' | '), remarks: rest.slice(0, end).map((row) => row.trim()) };
}

const completed = () => ({ ...runOf(1, 'completed'), spec: [] });

test('a line for each release, in columns', async () => {
  autox.config({ books: groupOf('books'), shelves: groupOf('shelves') });
  for (const name of ['books', 'shelves']) {
    autox.trigger(name);
    autox.application(name);
  }
  autox.result('books', sampleDocument('http-endpoints'));
  autox.result('shelves', completed());
  expect(await lines()).toEqual([
    'AutoX autox in namespace iter8',
    'GROUP    TRIGGER              VERSION  RELEASE              INSTALLED       EXPERIMENT  SLOS',
    'books    deployments/books    1.0.0    autox-books-iter8    Synced Healthy  completed   satisfied',
    'shelves  deployments/shelves  1.0.0    autox-shelves-iter8  Synced Healthy  completed   none',
    '',
  ]);
});

describe('the trigger', () => {
  beforeEach(() => autox.config({ books: groupOf('books') }));

  test('that is not there asks for nothing', async () => {
    expect(await told()).toEqual({
      cells: 'no trigger | - | - | -',
      remarks: ['- nothing is to run: there is no deployments.apps books in namespace shop'],
    });
  });

  test('without a version label asks for nothing', async () => {
    autox.trigger('books', {});
    expect(await told()).toEqual({
      cells: '- | - | - | -',
      remarks: ['- nothing is to run: deployments.apps books in namespace shop has no label app.kubernetes.io/version'],
    });
  });

  test('that asks for nothing any longer has its release taken away', async () => {
    autox.trigger('books', { 'app.kubernetes.io/version': '1.0.0', 'iter8.tools/autox': 'false' });
    autox.application('books');
    const { cells, remarks } = await told();
    expect([cells, remarks]).toEqual([
      '1.0.0 | Synced Healthy | - | -',
      ['- it is taken away: deployments.apps books in namespace shop has the label iter8.tools/autox=false'],
    ]);
  });

  test('of a type that the cluster does not know is wrong', async () => {
    const trigger = { name: 'books', namespace: 'shop', group: 'shop.test', version: 'v1', resource: 'books' };
    autox.config({ books: groupOf('books', { trigger }) });
    const { cells, remarks } = await told();
    expect([cells, remarks]).toEqual([
      'unknown | - | - | -',
      [
        '! this cluster does not know the type books.shop.test (shop.test/v1)',
        'install that type, or correct the trigger of group books',
      ],
    ]);
  });

  test('in the singular is found as well', async () => {
    const trigger = { name: 'books', namespace: 'shop', group: 'apps', version: 'v1', resource: 'deployment' };
    autox.config({ books: groupOf('books', { trigger }) });
    autox.trigger('books');
    expect((await told()).cells).toMatch(/^1\.0\.0 \| /);
  });
});

describe('what is installed', () => {
  beforeEach(() => {
    autox.config({ books: groupOf('books') });
    autox.trigger('books', { 'app.kubernetes.io/version': '2.0.0' });
  });

  const of = (error: string) => `failed exit status 1: Error: ${error}`;
  test.each<[string, Record<string, unknown>, string, string[]]>([
    [
      'a chart that is not there',
      { ...healthy, conditions: [{ type: 'ComparisonError', message: of('chart "iter8" version "9.9.9" not found') }] },
      'failed',
      ['! chart "iter8" version "9.9.9" not found', expect.stringMatching(/^correct the spec iter8 of group books/)],
    ],
    [
      'a sync that failed',
      { ...healthy, operationState: { phase: 'Failed', message: 'jobs.batch is forbidden' } },
      'failed',
      ['! jobs.batch is forbidden', expect.stringContaining('correct the spec')],
    ],
    [
      'a sync that is tried again',
      { operationState: { phase: 'Running', retryCount: 3, message: 'the namespace failed to apply' } },
      'failed',
      ['! the namespace failed to apply', expect.stringContaining('correct the spec')],
    ],
    ['a sync that goes on', { sync: { status: 'OutOfSync' }, operationState: { phase: 'Running' } }, 'OutOfSync', []],
    [
      'nothing, for long',
      {},
      'new',
      ['! Argo CD has not looked at it for 1m30s', expect.stringContaining('kubectl get pods -n argocd')],
    ],
  ])('%s', async (_, status, installed, remarks) => {
    autox.application('books', status);
    expect(await told()).toEqual({ cells: `2.0.0 | ${installed} | - | -`, remarks });
  });

  test('nothing, though it should be', async () => {
    expect(await told()).toEqual({
      cells: '2.0.0 | - | - | -',
      remarks: ['! it should run and is not launched yet', 'kubectl logs -n iter8 deployment/autox'],
    });
  });

  test.each<[number, string[]]>([
    [8, ['- waiting for the old release (version 1.0.0) to go, before it starts anew: for 8s now']],
    [
      300,
      [
        '! waiting for the old release (version 1.0.0) to go, before it starts anew: for 5m now',
        'see what holds it: kubectl describe applications.argoproj.io autox-books-iter8 -n argocd',
      ],
    ],
  ])('an old release that goes for %d s', async (seconds, remarks) => {
    autox.application('books', healthy, { deletionTimestamp: agoOf(seconds) });
    autox.result('books', sampleDocument('failed'));
    const { cells, remarks: found } = await told();
    expect([cells.split(' | ')[1], found]).toEqual(['going', remarks]);
  });

  test.each([{}, { 'app.kubernetes.io/managed-by': 'iter8' }])(
    'an Application of somebody else, %j',
    async (labels) => {
      autox.application('books', healthy, { labels, ownerReferences: [] });
      const { cells, remarks } = await told();
      expect([cells, remarks]).toEqual([
        '2.0.0 | not of AutoX | - | -',
        [
          expect.stringMatching(/^! the Application autox-books-iter8 in namespace argocd is not of this AutoX/),
          expect.any(String),
        ],
      ]);
    },
  );

  test('a release that is not configured any longer', async () => {
    autox.application('films', healthy, { deletionTimestamp: agoOf(3) });
    const [row, ...remarks] = (await lines()).slice(-4, -1);
    expect(row).toMatch(/^films +- +- +autox-films-iter8 +going +- +-$/);
    expect(remarks).toEqual([
      '  - it is taken away: it is not in the configuration any longer',
      '  - waiting for the old release (version 1.0.0) to go, to be gone: for 3s now',
    ]);
  });
});

describe('the experiment', () => {
  beforeEach(() => {
    autox.config({ books: groupOf('books') });
    autox.trigger('books');
    autox.application('books');
  });
  const log = 'iter8 k log -g autox-books-iter8 -n shop';
  const report = 'iter8 k report -g autox-books-iter8 -n shop';

  test('that has not begun', async () => {
    autox.result('books');
    expect(await told()).toEqual({
      cells: '1.0.0 | Synced Healthy | pending | -',
      remarks: [expect.stringMatching(/^- experiment group autox-books-iter8 has no result yet: it has no Job/)],
    });
  });

  test('whose SLOs are violated', async () => {
    autox.result('books', sampleDocument('two-versions'));
    const { cells, remarks } = await told();
    expect(cells).toBe('1.0.0 | Synced Healthy | completed loop 3 | violated');
    expect(remarks[0]).toMatch(/^! SLO .* is violated/);
    expect(remarks.at(-1)).toBe(report);
  });

  test('that failed', async () => {
    const document = runOf(1, 'failed');
    const error = { code: 'READY', message: 'service books is not there', fix: '' };
    document.details?.steps.splice(0, 1, { name: 'ready', title: '', state: 'failed', error });
    if (document.result !== undefined) document.result.failure = true;
    autox.result('books', document);
    expect(await told()).toEqual({
      cells: '1.0.0 | Synced Healthy | failed | none',
      remarks: ['! ready: service books is not there', log],
    });
  });

  test('that goes on, also where Jobs may not be seen', async () => {
    autox.cluster.fail({ resource: 'jobs' }, 'forbidden');
    const heartbeat = `${new Date().toISOString()} 1`;
    autox.result('books', runOf(1, 'running'), { 'iter8.tools/writer': 'p/u', 'iter8.tools/heartbeat': heartbeat });
    expect(await told()).toEqual({ cells: '1.0.0 | Synced Healthy | running 0/1 | -', remarks: [] });
  });

  test('whose pod is gone', async () => {
    autox.result('books', runOf(1, 'running'));
    const { cells, remarks } = await told();
    expect([cells, remarks.at(-1)]).toEqual(['1.0.0 | Synced Healthy | aborted | none', log]);
  });

  test('whose result cannot be understood', async () => {
    autox.result('books', 'spec: [');
    const { cells, remarks } = await told();
    expect(cells).toBe('1.0.0 | Synced Healthy | unreadable | none');
    expect(remarks[0]).toMatch(/^! /);
  });
});

describe('what may not be read is said in its place, and the rest is told', () => {
  beforeEach(() => {
    autox.config({ books: groupOf('books') });
    autox.trigger('books');
    autox.application('books');
    autox.result('books', completed());
  });

  test.each([
    ['applications', '1.0.0 | forbidden | completed | none', /list applications/],
    ['secrets', '1.0.0 | Synced Healthy | forbidden | -', /get secrets/],
  ])('%s', async (resource, cells, why) => {
    autox.cluster.fail({ resource }, 'forbidden');
    expect(await told()).toEqual({ cells, remarks: [] });
    expect((await lines())[1]).toMatch(why);
  });

  test('triggers', async () => {
    autox.cluster.fail({ resource: 'deployments', namespace: 'shop' }, 'forbidden');
    expect(await told()).toEqual({ cells: 'forbidden | Synced Healthy | completed | none', remarks: [] });
    expect((await lines())[1]).toMatch(/^ {2}- it is not permitted to get deployments\.apps "books"/);
  });

  test('the controller', async () => {
    autox.cluster.fail({ resource: 'deployments', namespace: 'iter8' }, 'forbidden');
    expect((await lines())[1]).toMatch(/^ {2}- it is not permitted/);
  });
});

describe('the controller', () => {
  test.each([
    ['no pod that is ready', { spec: { replicas: 1 } }, '! no pod of the controller is ready'],
    ['no pods', { spec: { replicas: 0 } }, '! the controller is scaled to 0: nothing starts'],
  ])('with %s', async (_, fields, remark) => {
    autox.config({});
    autox.deployment('autox', fields);
    expect((await lines()).slice(1, 4)).toEqual([
      `  ${remark}`,
      '    kubectl describe deployment/autox -n iter8',
      '  - it has no releases',
    ]);
  });

  test('leaves groups out that are wrong', async () => {
    autox.config({ books: groupOf('books', { specs: {} }) });
    expect((await lines())[1]).toBe(
      '  ! group books is left out: groups.books.specs: missing: give at least one chart to install',
    );
  });

  test('whose configuration is no YAML has nothing else', async () => {
    autox.config({});
    const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'iter8', name: 'autox' };
    const there = autox.cluster.peek(ref);
    if (there !== undefined) autox.cluster.put(ref, { ...there, data: { 'config.yaml': 'groups: [' } });
    expect((await lines())[1]).toMatch(/^ {2}! config\.yaml: /);
  });
});

test('every namespace: each AutoX by itself, and the namespaces of releases where there are several', async () => {
  autox.config({ books: groupOf('books') });
  const trigger = { name: 'films', namespace: 'cinema', group: 'apps', version: 'v1', resource: 'deployments' };
  autox.config({ films: groupOf('films', { trigger }) }, { owner: { name: 'other' } }, 'more');
  const text = statusText(await all(true));
  expect(text).toMatch(
    /^AutoX autox in namespace iter8\nGROUP +TRIGGER +VERSION +NAMESPACE .*\nbooks .* shop +autox-b/,
  );
  expect(text).toMatch(/\n\nAutoX autox in namespace more\nGROUP .*\nfilms .* cinema +autox-films-iter8/);
});

test('nothing that the cluster says reaches the terminal as it is', async () => {
  autox.config({ books: groupOf('books') });
  autox.trigger('books');
  autox.application('books', { conditions: [{ type: 'SyncError', message: 'a\u001b[31mred\u009b' }] });
  const found = await all();
  expect(statusText(found)).toContain('! a\\u001b[31mred');
  const isControl = (character: string) => character !== '\n' && /\p{Cc}/u.test(character);
  for (const text of [statusText(found), statusJson(found)]) expect([...text].filter(isControl)).toEqual([]);
});

test('JSON says the same under names that stay', async () => {
  autox.config({ books: groupOf('books') });
  autox.trigger('books');
  autox.application('books');
  autox.result('books', sampleDocument('http-endpoints'));
  expect(JSON.parse(statusJson(await all()))).toEqual({
    format: 'iter8.autox-status/v1',
    installations: [
      {
        name: 'autox',
        namespace: 'iter8',
        installer: 'argocd',
        controller: { ready: 1, wanted: 1 },
        remarks: [],
        releases: [
          {
            group: 'books',
            release: 'autox-books-iter8',
            namespace: 'shop',
            chart: 'iter8',
            trigger: {
              group: 'apps',
              version: 'v1',
              resource: 'deployments',
              namespace: 'shop',
              name: 'books',
              isThere: true,
              appVersion: '1.0.0',
            },
            wanted: true,
            because: 'deployments.apps books in namespace shop has version 1.0.0',
            installed: { state: 'installed', says: 'Synced Healthy', appVersion: '1.0.0' },
            experiment: {
              state: 'completed',
              isFinal: true,
              completed: true,
              noFailure: true,
              slos: 'satisfied',
              tasks: expect.any(Number),
              completedTasks: expect.any(Number),
              loops: 1,
            },
            remarks: [],
          },
        ],
      },
    ],
  });
});

test('500 groups with 4 specs take lists, not a request for each', async () => {
  const specs = Object.fromEntries(
    ['iter8', 'b', 'c', 'd'].map((key) => [key, { name: 'iter8', version: '1.0.0', values: {} }]),
  );
  const names = Array.from({ length: 500 }, (_, i) => `g${i}`);
  autox.config(Object.fromEntries(names.map((name) => [name, groupOf(name, { specs })])));
  for (const name of names) {
    autox.trigger(name);
    autox.application(name);
    autox.result(name, runOf(1, 'running'));
  }
  autox.cluster.calls.length = 0;
  const [{ releases } = { releases: [] }] = await all();
  expect(releases).toHaveLength(2000);
  // Of 500 that run, the Jobs of 40 are looked at.
  expect(autox.cluster.calls.length).toBeLessThan(400);
  expect(releases.filter(({ experiment }) => 'value' in experiment && experiment.value !== undefined)).toHaveLength(
    500,
  );
});
