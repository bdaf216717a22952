import type { Details } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';

// What a run that failed ends with. Inputs can turn out wrong only on the way: what a download holds, what a server says of
// itself. To who wrote them it is the same as if they had been refused before.
export function failedRun({ steps }: Pick<Details, 'steps'>): Iter8Error {
  if (!steps.some(({ error }) => error?.code === 'INPUT')) return new Iter8Error('STEP', 'the experiment failed');
  return new Iter8Error('INPUT', 'the experiment failed: an input does not fit, as said above');
}
