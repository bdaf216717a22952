import type { Document } from '../../model/document.ts';
import { documentOf } from '../../store/secret.fixture.ts';
import { outdated } from './outdated.ts';
import type { Workload } from './workload.ts';

const owned = (owner: string, revision = 1): Document => {
  const { details, ...rest } = documentOf(1, 'completed', revision);
  return { ...rest, ...(details && { details: { ...details, identity: { owner, spec: 'x' } } }) };
};
const workload = (...owners: string[]): Workload => ({
  jobs: [],
  pods: [],
  schedule: undefined,
  timeZone: undefined,
  isPaused: false,
  warning: undefined,
  owners,
});

test.each<[string, string | undefined, Document, number | undefined, Workload | undefined]>([
  ['of the installed revision', undefined, owned('a', 2), 2, workload('a')],
  ['of an older revision', 'of revision 3', owned('a', 2), 3, workload('a')],
  ['of a newer one, after a rollback', 'of revision 1', owned('a', 2), 1, undefined],
  ['where the Secret does not say the revision', undefined, owned('a', 2), undefined, undefined],
  ['of a Job that is not there now', 'of the Job that is there now', owned('a'), 1, workload('b')],
  ['of one of the Jobs', undefined, owned('a'), 1, workload('b', 'a')],
  ['of a Job, where none is left', undefined, owned('a'), 1, workload()],
  ['where nobody may see the Jobs', undefined, owned('a'), 1, undefined],
  ['that another program has written', undefined, { spec: [] }, 1, workload('b')],
])('a document %s', (_, expected, document, installed, seen) => {
  expect(outdated(document, installed, seen)).toBe(expected);
});
