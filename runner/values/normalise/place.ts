// Where in the inputs we are, and the list that problems found there are added to.
import type { Problem } from '../../model/errors.ts';

export interface Place {
  path: string;
  hidden: boolean; // within a sensitive input: its value is never shown
  problem(message: string): undefined;
  field(name: string): Place;
  item(index: number): Place;
  hide(): Place;
}

export function createPlace(path: string, problems: Problem[], hidden = false): Place {
  return {
    path,
    hidden,
    problem: (message) => {
      problems.push({ path, message });
      return undefined;
    },
    field: (name) => createPlace(path === '' ? name : `${path}.${name}`, problems, hidden),
    item: (index) => createPlace(`${path}[${index}]`, problems, hidden),
    hide: () => createPlace(path, problems, true),
  };
}

// Whether one of two paths is within the other: then what is wrong with one may be all that is wrong with the other.
export function overlap(a: string, b: string): boolean {
  return a === b || isWithin(a, b) || isWithin(b, a);
}

function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length));
}
