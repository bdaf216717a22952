import { agoOf, groupOf } from './installation.fixture.ts';
import { createStatus } from './status.fixture.ts';

let autox: ReturnType<typeof createStatus>;
beforeEach(() => {
  autox = createStatus();
});

describe('what helm has installed, by the Jobs that run it', () => {
  beforeEach(() => {
    autox.config({ books: groupOf('books') }, { installer: 'helm' });
    autox.trigger('books');
  });
  const image = { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } };
  const said = { terminated: { message: 'Error: INSTALLATION FAILED: chart "iter8" version "9.9.9" not found' } };

  test.each<[string, () => void, string, unknown[]]>([
    ['a Job that runs', () => autox.job('books', 'install'), 'installing', []],
    ['a Job that is done', () => autox.job('books', 'install', 'Complete'), 'installed', []],
    [
      'a Job that failed',
      () => {
        autox.job('books', 'install', 'Failed');
        autox.pod('autox-books-iter8-install', said);
      },
      'failed',
      [
        expect.stringMatching(/^! chart "iter8" version "9\.9\.9" not found/),
        expect.stringContaining('correct the spec'),
      ],
    ],
    [
      'a Job whose pod does not start',
      () => {
        autox.job('books', 'install');
        autox.pod('autox-books-iter8-install', image);
      },
      'failed',
      [
        expect.stringMatching(/^! its pod .* waits: ImagePullBackOff: no such image/),
        'kubectl describe job autox-books-iter8-install -n iter8',
      ],
    ],
    [
      'a Job that takes it away',
      () => {
        autox.job('books', 'install', 'Complete');
        autox.job('books', 'uninstall', '', { creationTimestamp: agoOf(300) });
      },
      'going',
      [
        '! waiting for the old release (version 1.0.0) to go, before it starts anew: for 5m now',
        'see what holds it: kubectl describe job autox-books-iter8-uninstall -n iter8',
      ],
    ],
    [
      'a Job of somebody else',
      () => autox.job('books', 'install', 'Complete', { annotations: {} }),
      'not of AutoX',
      [
        expect.stringMatching(/^! the Job autox-books-iter8-install in namespace iter8 is not of this AutoX/),
        expect.any(String),
      ],
    ],
    ['Jobs that may not be read', () => autox.cluster.fail({ resource: 'jobs' }, 'forbidden'), 'forbidden', []],
  ])('%s', async (_, arrange, installed, remarks) => {
    arrange();
    expect(await autox.told()).toEqual({ cells: `1.0.0 | ${installed} | - | -`, remarks });
  });

  test('a release that is not configured any longer', async () => {
    autox.job('films', 'uninstall');
    expect((await autox.lines()).filter((line) => line.startsWith('films'))).toEqual([
      expect.stringMatching(/ autox-films-iter8 +going +- +-$/),
    ]);
  });
});
