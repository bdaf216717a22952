// Where data does not fit its message: each place, and what is wrong there.
import type { Problem } from '../model/errors.ts';

export interface Faults {
  readonly base: string;
  readonly problems: Problem[];
  readonly full: boolean; // nobody reads more of them
  enter(key: string | number): void;
  leave(): void;
  depth(): number;
  add(message: string): undefined;
  addAt(key: string | number, message: string): undefined;
}

const most = 20;

export function createFaults(base: string): Faults {
  const keys: (string | number)[] = [];
  const problems: Problem[] = [];
  const add = (message: string) => {
    if (problems.length < most) problems.push({ path: base + keys.map(shown).join(''), message });
    return undefined;
  };
  return {
    base,
    problems,
    get full() {
      return problems.length >= most;
    },
    enter: (key) => void keys.push(key),
    leave: () => void keys.pop(),
    depth: () => keys.length,
    add,
    addAt(key, message) {
      keys.push(key);
      add(message);
      keys.pop();
      return undefined;
    },
  };
}

function shown(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

// A value as a message shows it.
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'bigint') return String(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
