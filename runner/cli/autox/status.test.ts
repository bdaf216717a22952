import { sampleDocument } from '../../report/documents.fixture.ts';
import { documentOf as runOf } from '../../store/secret.fixture.ts';
import { agoOf, groupOf, healthy } from './installation.fixture.ts';
import { createStatus } from './status.fixture.ts';

let autox: ReturnType<typeof createStatus>;
beforeEach(() => {
  autox = createStatus();
});

const completed = () => ({ ...runOf(1, 'completed'), spec: [] });

test('a line for each release, in columns', async () => {
  autox.config({ books: groupOf('books'), shelves: groupOf('shelves') });
  for (const name of ['books', 'shelves']) {
    autox.trigger(name);
    autox.application(name);
  }
  autox.result('books', sampleDocument('http-endpoints'));
  autox.result('shelves', completed());
  expect(await autox.lines()).toEqual([
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
    expect(await autox.told()).toEqual({
      cells: 'no trigger | - | - | -',
      remarks: ['- nothing is to run: there is no deployments.apps books in namespace shop'],
    });
  });

  test('without a version label asks for nothing', async () => {
    autox.trigger('books', {});
    expect(await autox.told()).toEqual({
      cells: '- | - | - | -',
      remarks: ['- nothing is to run: deployments.apps books in namespace shop has no label app.kubernetes.io/version'],
    });
  });

  test('that asks for nothing any longer has its release taken away', async () => {
    autox.trigger('books', { 'app.kubernetes.io/version': '1.0.0', 'iter8.tools/autox': 'false' });
    autox.application('books');
    const { cells, remarks } = await autox.told();
    expect([cells, remarks]).toEqual([
      '1.0.0 | Synced Healthy | - | -',
      ['- it is taken away: deployments.apps books in namespace shop has the label iter8.tools/autox=false'],
    ]);
  });

  test('of a type that the cluster does not know is wrong', async () => {
    const trigger = { name: 'books', namespace: 'shop', group: 'shop.test', version: 'v1', resource: 'books' };
    autox.config({ books: groupOf('books', { trigger }) });
    const { cells, remarks } = await autox.told();
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
    expect((await autox.told()).cells).toMatch(/^1\.0\.0 \| /);
  });
});

describe('what is installed', () => {
  const next = { 'app.kubernetes.io/version': '2.0.0' };
  beforeEach(() => {
    autox.config({ books: groupOf('books') });
    autox.trigger('books');
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
    expect(await autox.told()).toEqual({ cells: `1.0.0 | ${installed} | - | -`, remarks });
  });

  test('what the version before has left: its verdict is none on this one', async () => {
    autox.trigger('books', next);
    autox.application('books');
    autox.result('books', sampleDocument('http-endpoints'));
    expect(await autox.told()).toEqual({
      cells: '2.0.0 | Synced Healthy | - | -',
      remarks: ['- version 1.0.0 is installed still, and 2.0.0 is next', 'kubectl logs -n iter8 deployment/autox'],
    });
  });

  test('nothing, though it should be', async () => {
    expect(await autox.told()).toEqual({
      cells: '1.0.0 | - | - | -',
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
    autox.trigger('books', next);
    autox.application('books', healthy, { deletionTimestamp: agoOf(seconds) });
    autox.result('books', sampleDocument('failed'));
    // The result is that of the version before.
    expect(await autox.told()).toEqual({ cells: '2.0.0 | going | - | -', remarks });
  });

  test.each([{}, { 'app.kubernetes.io/managed-by': 'iter8' }])(
    'an Application of somebody else, %j',
    async (labels) => {
      autox.application('books', healthy, { labels, ownerReferences: [] });
      const { cells, remarks } = await autox.told();
      expect([cells, remarks]).toEqual([
        '1.0.0 | not of AutoX | - | -',
        [
          expect.stringMatching(/^! the Application autox-books-iter8 in namespace argocd is not of this AutoX/),
          expect.any(String),
        ],
      ]);
    },
  );

  test('a release that is not configured any longer', async () => {
    autox.application('films', healthy, { deletionTimestamp: agoOf(3) });
    const [row, ...remarks] = (await autox.lines()).slice(-4, -1);
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
    expect(await autox.told()).toEqual({
      cells: '1.0.0 | Synced Healthy | pending | -',
      remarks: [expect.stringMatching(/^- experiment group autox-books-iter8 has no result yet: it has no Job/)],
    });
  });

  test('that is being installed has no Job yet, and nothing is wrong with that', async () => {
    autox.application('books', { sync: { status: 'OutOfSync' } });
    autox.result('books');
    expect(await autox.told()).toEqual({ cells: '1.0.0 | OutOfSync | pending | -', remarks: [] });
  });

  test('whose SLOs are violated', async () => {
    autox.result('books', sampleDocument('two-versions'));
    const { cells, remarks } = await autox.told();
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
    expect(await autox.told()).toEqual({
      cells: '1.0.0 | Synced Healthy | failed | none',
      remarks: ['! ready: service books is not there', log],
    });
  });

  test('that goes on, also where Jobs may not be seen', async () => {
    autox.cluster.fail({ resource: 'jobs' }, 'forbidden');
    const heartbeat = `${new Date().toISOString()} 1`;
    autox.result('books', runOf(1, 'running'), { 'iter8.tools/writer': 'p/u', 'iter8.tools/heartbeat': heartbeat });
    expect(await autox.told()).toEqual({ cells: '1.0.0 | Synced Healthy | running 0/1 | -', remarks: [] });
  });

  test('whose pod is gone', async () => {
    autox.result('books', runOf(1, 'running'));
    const { cells, remarks } = await autox.told();
    expect([cells, remarks.at(-1)]).toEqual(['1.0.0 | Synced Healthy | aborted | none', log]);
  });

  test('whose result cannot be understood', async () => {
    autox.result('books', 'spec: [');
    const { cells, remarks } = await autox.told();
    expect(cells).toBe('1.0.0 | Synced Healthy | unreadable | none');
    expect(remarks[0]).toMatch(/^! /);
  });
});
