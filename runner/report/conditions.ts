import { Iter8Error } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';

export const conditions = ['completed', 'nofailure', 'slos'] as const;

export type Condition = (typeof conditions)[number];

// The conditions of repeated and comma-separated flags, each once, in the order given.
export function parseConditions(list: readonly string[]): Condition[] {
  const names = list
    .flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0)
    throw new Iter8Error('CONDITION', `no condition is given: choose from ${conditions.join(', ')}`);
  const unknown = names.filter((name) => !isCondition(name));
  if (unknown.length > 0) {
    const words = [...new Set(unknown)].map((name) => `${JSON.stringify(name)}${didYouMean(name, conditions)}`);
    throw new Iter8Error('CONDITION', `unknown condition ${words.join(', ')}`);
  }
  return [...new Set(names.filter(isCondition))];
}

function isCondition(name: string): name is Condition {
  return (conditions as readonly string[]).includes(name);
}
