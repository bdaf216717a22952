// What is wrong with data that a secret fills in, without words of that data: they may be parts of the secret, which
// nobody knows by themselves and so nobody takes out of logs and results.
import { Iter8Error, inputError, type Problem } from '../../model/errors.ts';
import { hasReference } from '../../model/secret-reference.ts';
import type { DataPlan } from './plan.ts';

export function holdsSecrets(value: unknown): boolean {
  return hasReference(JSON.stringify(value) ?? '');
}

// Of a text nothing is told but the input; the places in a map were written by the user.
export function withoutSecrets(problems: readonly Problem[], data: DataPlan): Problem[] {
  if (data.kind !== 'value' || !data.secret) return [...problems];
  const { input, value } = data;
  const isText = typeof value === 'string';
  const [first, ...others] = problems.filter(({ path }) => isOf(input, path));
  if (first === undefined) return [...problems];
  const message = 'what is given with secrets (not shown) does not fit the message of the call';
  const hidden = isText ? [{ path: input, message }] : [first, ...others].map(({ path }) => ({ path, message }));
  return [...problems.filter(({ path }) => !isOf(input, path)), ...hidden];
}

// Of data that was rendered for a call, while the load ran.
export function failureWithoutSecrets(error: unknown, data: DataPlan): unknown {
  if (!(error instanceof Iter8Error) || data.kind !== 'value' || !data.secret) return error;
  const hidden = withoutSecrets(error.problems, { ...data, input: 'data' });
  return error.problems.some(({ path }) => isOf('data', path)) ? inputError(hidden) : error;
}

function isOf(input: string, path: string): boolean {
  return path === input || path.startsWith(`${input}.`) || path.startsWith(`${input}[`);
}
