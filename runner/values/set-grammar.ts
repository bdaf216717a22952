// Helm's grammar of --set and its relatives, rule by rule, with the oddities that its users have come to rely on.

import { isMap } from '../model/maps.ts';
import { createScanner } from './set-scanner.ts';
import { newMap, type Values } from './value-tree.ts';

// What the text of a value becomes: a typed value, the text itself, or the content of the file it names.
type ReadValue = (text: string, fail: (what: string) => never) => unknown;

const maxIndex = 65_536;
const maxNames = 30;
const maxSteps = 130; // names and indices of one key together; helm has no limit for indices

// Whether the argument goes on, or ended: helm forgets what an argument that ends early had not finished.
type Progress = 'more' | 'end';

export function parseSet(argument: string, into: Values, label: string, readValue: ReadValue): void {
  const scanner = createScanner(argument, label);
  const { fail } = scanner;
  const read = (text: string): unknown => readValue(text, fail);
  let steps = 0;

  function key(data: Values, depth: number): Progress {
    if (++steps > maxSteps) return fail(`a name has more than ${maxSteps} parts`);
    const { text: name, stop } = scanner.until('=[,.');
    if (stop === undefined) {
      if (name === '') return 'end';
      return fail(`${scanner.name(name)} has no value; write name=value, and a comma inside a value as \\,`);
    }
    if (stop === ',')
      return fail(`${scanner.name(name)} has no value before the comma; a comma inside a value is written \\,`);
    if (stop === '=') return assignment(data, name);
    if (stop === '[') return listBelow(data, name, depth);
    return mapBelow(data, name, depth + 1);
  }

  function assignment(data: Values, name: string): Progress {
    const ended = scanner.peek() === undefined;
    put(data, name, value());
    return ended ? 'end' : 'more';
  }

  function listBelow(data: Values, name: string, depth: number): Progress {
    const index = listIndex();
    const list = name in data ? data[name] : [];
    if (!Array.isArray(list))
      return fail(`${scanner.name(name)} ${holds(list)}, so it has no items; set all of it at once`);
    const item = listItem(list, index, depth);
    put(data, name, item.list);
    return item.progress;
  }

  function mapBelow(data: Values, name: string, depth: number): Progress {
    if (depth > maxNames) return fail(`names are nested more than ${maxNames} levels deep`);
    const inner = name in data ? data[name] : newMap();
    if (!isMap(inner)) {
      return fail(
        `${scanner.name(name)} ${holds(inner)}, so nothing can be set below it; a dot inside a name is written \\.`,
      );
    }
    const progress = key(inner, depth);
    const empty = Object.keys(inner).length === 0;
    if (progress === 'more' && empty) return fail(`${scanner.name(name)} is followed by a dot and no name`);
    if (!empty) put(data, name, inner);
    return progress;
  }

  function listItem(list: unknown[], index: number, depth: number): { list: unknown[]; progress: Progress } {
    if (++steps > maxSteps) return fail(`a name has more than ${maxSteps} parts`);
    const { text, stop } = scanner.until('[.=');
    if (text !== '') return fail('after an index comes =, a dot or another index');
    if (stop === undefined) return { list, progress: 'end' };
    if (stop === '=') return { list: withItem(list, index, value()), progress: 'more' };
    if (stop === '[') {
      const nextIndex = listIndex();
      const before = list[index] ?? [];
      if (!Array.isArray(before)) return fail(`item ${index} ${holds(before)}, so it has no items of its own`);
      const inner = listItem(before, nextIndex, depth);
      if (inner.progress === 'end') return { list, progress: 'end' };
      return { list: withItem(list, index, inner.list), progress: 'more' };
    }
    const before = list[index];
    const inner = isMap(before) ? before : newMap();
    if (index < list.length) list[index] = inner;
    if (key(inner, depth) === 'end') return { list, progress: 'end' };
    return { list: withItem(list, index, inner), progress: 'more' };
  }

  function listIndex(): number {
    const { text, stop } = scanner.until(']');
    if (stop === undefined) return fail('an index has no closing ]; a [ inside a name is written \\[');
    if (!/^[+-]?\d+$/.test(text)) return fail('an index is a whole number from 0; a [ inside a name is written \\[');
    const index = Number(text);
    if (index < 0) return fail('an index is negative; the first item is [0]');
    if (index >= 2 ** 63) return fail(`an index is greater than ${maxIndex}`);
    return index;
  }

  function withItem(list: unknown[], index: number, item: unknown): unknown[] {
    if (index > maxIndex) return fail(`an index is greater than ${maxIndex}`);
    while (list.length <= index) list.push(null);
    list[index] = item;
    return list;
  }

  function value(): unknown {
    const first = scanner.peek();
    if (first === undefined) return '';
    if (first !== '{') return read(scanner.until(',').text);
    scanner.skip();
    const list: unknown[] = [];
    for (;;) {
      const { text, stop } = scanner.until(',}');
      if (stop === undefined) return fail('a list has no closing }; a { at the start of a text is written \\{');
      list.push(read(text));
      if (stop === ',') continue;
      if (scanner.peek() === ',') scanner.skip();
      return list;
    }
  }

  while (key(into, 0) === 'more') steps = 0;
}

// Helm ignores what is set under an empty name.
function put(data: Values, name: string, value: unknown): void {
  if (name !== '') data[name] = value;
}

function holds(value: unknown): string {
  if (value === null) return 'is null already';
  if (Array.isArray(value)) return 'is a list already';
  return isMap(value) ? 'is a map already' : 'has a value already';
}
