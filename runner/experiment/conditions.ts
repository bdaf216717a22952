// `if` of a task: checked before the run, asked when the step is due.
import type { TaskEntry } from '../model/document.ts';
import { Iter8Error, type Problem } from '../model/errors.ts';
import { compileNode, type Facts } from './condition/compile.ts';
import { nameOf } from './condition/fields.ts';
import { parse, refusal } from './condition/parse.ts';

type Condition = (facts: Facts) => boolean;

// Throws Iter8Error IF for anything that is not a condition.
export function compileCondition(text: string): Condition {
  return explained(text, () => {
    const typed = compileNode(parse(text));
    if (typed.type !== 'boolean') throw refusal(`the result has to be true or false, not ${nameOf(typed.type)}`);
    return (facts) =>
      explained(text, () => {
        const value = typed.of(facts);
        if (typeof value !== 'boolean') throw refusal('it asks for a value of Result that is not there yet');
        return value;
      });
  });
}

// Everything wrong with the conditions of an experiment.
export function checkConditions(entries: readonly TaskEntry[]): Problem[] {
  return entries.flatMap((entry) => {
    if (entry.if === undefined) return [];
    try {
      compileCondition(entry.if);
      return [];
    } catch (error) {
      if (!(error instanceof Iter8Error)) throw error;
      return [{ path: `${entry.task}.if`, message: error.message }];
    }
  });
}

function explained<T>(text: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Iter8Error)) throw error;
    const shown = text.length > 80 ? `${text.slice(0, 77)}…` : text;
    throw new Iter8Error('IF', `the condition \`${shown}\` cannot be used: ${error.message}`);
  }
}
