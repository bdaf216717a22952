// What concerns an AutoX as a whole: permissions, its controller, several of them, many releases, and JSON.
import { sampleDocument } from '../../report/documents.fixture.ts';
import { documentOf as runOf } from '../../store/secret.fixture.ts';
import { groupOf } from './installation.fixture.ts';
import { createStatus } from './status.fixture.ts';
import { statusJson } from './status-json.ts';
import { statusText } from './status-text.ts';

let autox: ReturnType<typeof createStatus>;
beforeEach(() => {
  autox = createStatus();
});

const completed = () => ({ ...runOf(1, 'completed'), spec: [] });

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
    expect(await autox.told()).toEqual({ cells, remarks: [] });
    expect((await autox.lines())[1]).toMatch(why);
  });

  test('triggers', async () => {
    autox.cluster.fail({ resource: 'deployments', namespace: 'shop' }, 'forbidden');
    expect(await autox.told()).toEqual({ cells: 'forbidden | Synced Healthy | completed | none', remarks: [] });
    expect((await autox.lines())[1]).toMatch(/^ {2}- it is not permitted to get deployments\.apps "books"/);
  });

  test('the controller', async () => {
    autox.cluster.fail({ resource: 'deployments', namespace: 'iter8' }, 'forbidden');
    expect((await autox.lines())[1]).toMatch(/^ {2}- it is not permitted/);
  });
});

describe('the controller', () => {
  test.each([
    ['no pod that is ready', { spec: { replicas: 1 } }, '! no pod of the controller is ready'],
    ['no pods', { spec: { replicas: 0 } }, '! the controller is scaled to 0: nothing starts'],
  ])('with %s', async (_, fields, remark) => {
    autox.config({});
    autox.deployment('autox', fields);
    expect((await autox.lines()).slice(1, 4)).toEqual([
      `  ${remark}`,
      '    kubectl describe deployment/autox -n iter8',
      '  - it has no releases',
    ]);
  });

  test('leaves groups out that are wrong', async () => {
    autox.config({ books: groupOf('books', { specs: {} }) });
    expect((await autox.lines())[1]).toBe(
      '  ! group books is left out: groups.books.specs: missing: give at least one chart to install',
    );
  });

  test('whose configuration is no YAML has nothing else', async () => {
    autox.config({});
    const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'iter8', name: 'autox' };
    const there = autox.cluster.peek(ref);
    if (there !== undefined) autox.cluster.put(ref, { ...there, data: { 'config.yaml': 'groups: [' } });
    expect((await autox.lines())[1]).toMatch(/^ {2}! config\.yaml: /);
  });
});

test('every namespace: each AutoX by itself, and the namespaces of releases where there are several', async () => {
  autox.config({ books: groupOf('books') });
  const trigger = { name: 'films', namespace: 'cinema', group: 'apps', version: 'v1', resource: 'deployments' };
  autox.config({ films: groupOf('films', { trigger }) }, { owner: { name: 'other' } }, 'more');
  const text = statusText(await autox.all(true));
  expect(text).toMatch(
    /^AutoX autox in namespace iter8\nGROUP +TRIGGER +VERSION +NAMESPACE .*\nbooks .* shop +autox-b/,
  );
  expect(text).toMatch(/\n\nAutoX autox in namespace more\nGROUP .*\nfilms .* cinema +autox-films-iter8/);
});

test('nothing that the cluster says reaches the terminal as it is', async () => {
  autox.config({ books: groupOf('books') });
  autox.trigger('books');
  autox.application('books', { conditions: [{ type: 'SyncError', message: 'a\u001b[31mred\u009b' }] });
  const found = await autox.all();
  expect(statusText(found)).toContain('! a\\u001b[31mred');
  const isControl = (character: string) => character !== '\n' && /\p{Cc}/u.test(character);
  for (const text of [statusText(found), statusJson(found)]) expect([...text].filter(isControl)).toEqual([]);
});

test('JSON says the same under names that stay', async () => {
  autox.config({ books: groupOf('books') });
  autox.trigger('books');
  autox.application('books');
  autox.result('books', sampleDocument('http-endpoints'));
  expect(JSON.parse(statusJson(await autox.all()))).toEqual({
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
  const [{ releases } = { releases: [] }] = await autox.all();
  expect(releases).toHaveLength(2000);
  // Of 500 that run, the Jobs of 40 are looked at.
  expect(autox.cluster.calls.length).toBeLessThan(400);
  expect(releases.filter(({ experiment }) => 'value' in experiment && experiment.value !== undefined)).toHaveLength(
    500,
  );
});
