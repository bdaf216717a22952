// How parts find their places on a terminal that is 40 columns wide as on one of 200.
import { type Line, type Terminal, widthOf } from './line.ts';

// Facts behind each other, as many to a line as fit.
export function flowing(
  facts: readonly Line[],
  { columns }: Pick<Terminal, 'columns'>,
  indent: number,
  laterIndent = indent,
): Line[] {
  const lines: Line[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last) + 3 + lengthOf(fact) < columns) {
      lines[lines.length - 1] = [...last, ' · ', ...fact];
    } else lines.push([' '.repeat(last === undefined ? indent : laterIndent), ...fact]);
  }
  return lines;
}

// A sentence, broken between words.
export function wrapped(part: Line[number], terminal: Pick<Terminal, 'columns'>, indent = 0): Line[] {
  const { text, ...rest } = typeof part === 'string' ? { text: part } : part;
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const longer = rows.length === 0 ? word : `${rows.at(-1)} ${word}`;
    if (rows.length > 0 && indent + widthOf(longer) < terminal.columns) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows.map((row) => [' '.repeat(indent), 'tone' in rest ? { ...rest, text: row } : row]);
}

// The second behind the first, in its column where there is room for that; below it where there is no room at all.
export function sideBySide(left: Line, right: Line, column: number, { columns }: Pick<Terminal, 'columns'>): Line[] {
  for (const gap of [Math.max(2, column - lengthOf(left)), 2]) {
    if (lengthOf(left) + gap + lengthOf(right) < columns) return [[...left, ' '.repeat(gap), ...right]];
  }
  return [left, ['    ', ...right]];
}

export interface Section {
  title?: string;
  lines: readonly Line[];
  least: number; // so many lines stay where there are too few rows
  focus?: number; // the line to stay, in place of the first
}

// Sections one below the other, with an empty line between, in at most so many rows. Where there are too few, the empty
// lines go first, then lines of the longest sections, and the last line says so.
export function stacked(sections: readonly Section[], rows: number): Line[] {
  const shown = sections
    .filter(({ lines }) => lines.length > 0)
    .map((section) => ({ section, most: section.lines.length, title: section.title === undefined ? 0 : 1 }));
  const height = () => shown.reduce((sum, { title, most }) => sum + title + most, 0);
  const whole = height();
  const gap = whole + shown.length - 1 <= rows ? 1 : 0;
  const room = Math.max(1, whole > rows ? rows - 1 : rows);
  while (height() > room) {
    const [longest] = shown
      .filter(({ section, most }) => most > section.least)
      .sort((a, b) => b.most - b.section.least - (a.most - a.section.least));
    if (longest === undefined) break;
    longest.most--;
  }
  const lines = shown.flatMap(({ section, most }, i): Line[] => [
    ...(i > 0 && gap > 0 ? [[]] : []),
    ...(section.title === undefined ? [] : [[{ text: section.title, tone: 'strong' } as const]]),
    ...partOf(section, most),
  ]);
  return whole > rows ? [...lines.slice(0, room), [`… ${whole - room} more lines`]] : lines;
}

function partOf({ lines, focus = 0 }: Section, most: number): readonly Line[] {
  const start = Math.max(0, Math.min(focus - (most >> 1), lines.length - most));
  return lines.slice(start, start + most);
}

function lengthOf(line: Line): number {
  return widthOf(line.map((part) => (typeof part === 'string' ? part : part.text)).join(''));
}
