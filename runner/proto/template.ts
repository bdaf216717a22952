// Call data with template actions: compiled once, rendered for each call.
import { didYouMean } from '../model/suggest.ts';
import type { GrpcLoad } from '../model/task.ts';
import type { Chance } from './chance.ts';
import type { Outcome } from './outcome.ts';
import { fixedNames, functions, type MethodNames, type RenderedCall, variables } from './template-actions.ts';
import { partsOf } from './template-parts.ts';

export interface Template {
  changes: boolean; // from call to call
  settled: string; // what is the same for all calls is filled in, trimmed and without comments
  render(call: RenderedCall, chance: Chance): string;
}

type Piece = string | { source: string; render(call: RenderedCall, chance: Chance): string };

export function compileTemplate(
  text: string,
  { names, templates, path }: { names: MethodNames; templates: GrpcLoad['templates']; path: string },
): Outcome<Template> {
  if (templates === 'none' || !text.includes('{{')) return { value: standing(text) };
  const { parts, open } = partsOf(text);
  const wrong: { at: number; message: string }[] = [];
  const pieces = parts.map((part): Piece => {
    if ('text' in part) return part.text;
    const compiled = compileAction(part.action, names, templates);
    if ('wrong' in compiled) wrong.push({ at: part.at, message: compiled.wrong });
    return 'wrong' in compiled ? '' : compiled.piece;
  });
  if (open !== undefined) wrong.push({ at: open, message: '{{ is never closed by }}' });
  if (wrong.length > 0)
    return { problems: wrong.map(({ at, message }) => ({ path, message: `${placeIn(text, at)}: ${message}` })) };
  return { value: templateOf(joined(pieces)) };
}

function standing(text: string): Template {
  return { changes: false, settled: text, render: () => text };
}

function templateOf(pieces: readonly Piece[]): Template {
  const settled = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.source)).join('');
  if (pieces.every((piece) => typeof piece === 'string')) return standing(settled);
  return {
    changes: true,
    settled,
    render(call, chance) {
      let text = '';
      for (const piece of pieces) text += typeof piece === 'string' ? piece : piece.render(call, chance);
      return text;
    },
  };
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}

function compileAction(
  action: string,
  names: MethodNames,
  templates: GrpcLoad['templates'],
): { piece: Piece } | { wrong: string } {
  const source = `{{${action}}}`;
  const [word = '', ...rest] = action.split(/\s+/);
  if (word.startsWith('.') && rest.length === 0) return compileVariable(word.slice(1), source, names);
  const known = Object.hasOwn(functions, word) ? functions[word] : undefined;
  if (known === undefined) return { wrong: unknownAction(word, source, templates) };
  if (templates === 'variables') return { wrong: `${source}: template functions are disabled` };
  const numbers = rest.map((number) => (/^[+-]?\d{1,15}$/.test(number) ? Number(number) : Number.NaN));
  const render = numbers.some(Number.isNaN) ? undefined : known.compile(numbers);
  return render === undefined ? { wrong: `${source}: it must be ${known.usage}` } : { piece: { source, render } };
}

function compileVariable(name: string, source: string, names: MethodNames): { piece: Piece } | { wrong: string } {
  const fixed = fixedNames.find((one) => one === name);
  if (fixed !== undefined) return { piece: names[fixed] };
  const render = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (render !== undefined) return { piece: { source, render } };
  const known = [...Object.keys(variables), ...fixedNames].map((one) => `.${one}`);
  return { wrong: `${source}: there is no ${`.${name}`}, only ${known.join(', ')}${didYouMean(`.${name}`, known)}` };
}

function unknownAction(word: string, source: string, templates: GrpcLoad['templates']): string {
  const named = Object.keys(functions);
  const known = [...Object.keys(variables), ...fixedNames].map((name) => `.${name}`);
  const all = templates === 'variables' ? known : [...named, ...known];
  const meant = didYouMean(word, [...all, ...known.map((name) => name.slice(1))]);
  return `${source}: only single variables and functions are known: ${all.join(', ')}${meant}`;
}

function placeIn(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
