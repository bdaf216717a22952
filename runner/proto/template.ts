// Call data with template actions: compiled once, rendered for each call.
import { didYouMean, nearest } from '../model/suggest.ts';
import type { GrpcLoad } from '../model/task.ts';
import type { Chance } from './chance.ts';
import type { Outcome } from './outcome.ts';
import { fixedNames, functions, type MethodNames, type RenderedCall, variables } from './template-actions.ts';
import { partsOf } from './template-parts.ts';

export interface Template {
  changes: boolean; // from call to call
  settled: string; // the same template, with all filled in that is the same for all calls
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

function standing(text: string, settled = text): Template {
  return { changes: false, settled, render: () => text };
}

function templateOf(pieces: readonly Piece[]): Template {
  const settled = sourceOf(pieces);
  const [only = '', more] = pieces;
  if (typeof only === 'string' && more === undefined) return standing(only, settled);
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

// A brace before another one would open an action that is none.
function sourceOf(pieces: readonly Piece[]): string {
  const apart = '{ {{- /**/ -}} ';
  return pieces
    .map((piece, index) => {
      if (typeof piece !== 'string') return piece.source;
      const still = piece.replace(/\{(?=\{)/g, apart);
      return still.endsWith('{') && index < pieces.length - 1 ? still.slice(0, -1) + apart : still;
    })
    .join('');
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
  if (known === undefined) return { wrong: unknownAction(action, source, templates) };
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

function unknownAction(action: string, source: string, templates: GrpcLoad['templates']): string {
  const named = templates === 'variables' ? [] : Object.keys(functions);
  const known = [...named, ...[...Object.keys(variables), ...fixedNames].map((name) => `.${name}`)];
  const bare = (name: string) => name.replace('.', '');
  const near = nearest(action, known.map(bare));
  const meant = known.find((name) => bare(name) === near);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `${source}: only single variables and functions are known: ${known.join(', ')}${hint}`;
}

function placeIn(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
