// Lines of a terminal: parts with a tone, never wider than it is, and nothing in them that a terminal would obey.
import { plain } from '../plain.ts';

export type Tone = 'good' | 'bad' | 'doubtful' | 'faint' | 'strong';

interface Part {
  text: string;
  tone: Tone;
}

export type Line = readonly (string | Part)[];

export interface Terminal {
  columns: number;
  rows: number;
  colour: boolean;
  unicode: boolean;
}

const codes: Record<Tone, number> = { good: 32, bad: 31, doubtful: 33, faint: 2, strong: 1 };
const longest = 1000; // nobody's terminal is wider

export function toned(tone: Tone, text: string): Part {
  return { text, tone };
}

// One column is left free: a terminal that is full to its edge wraps in its own way.
export function drawn(line: Line, { columns, colour, unicode }: Terminal): string {
  let room = Math.max(1, columns - 1);
  const whole = line.map((part) => written(part, unicode));
  if (widthOf(whole.map(({ text }) => text).join('')) > room) room -= unicode ? 1 : 3;
  else room = Number.POSITIVE_INFINITY;
  const shown: string[] = [];
  for (const { text, tone } of whole) {
    const fitting = startOf(text, room);
    room -= widthOf(fitting);
    shown.push(colour && tone !== undefined && fitting !== '' ? `\x1b[${codes[tone]}m${fitting}\x1b[0m` : fitting);
    if (fitting === text) continue;
    shown.push(unicode ? '…' : '...');
    break;
  }
  return shown.join('');
}

export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(/\p{M}/gu, '')) width += wide.test(character) ? 2 : 1;
  return width;
}

// What takes two columns: ideographs, Hangul, full-width forms, pictures.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

function written(part: string | Part, unicode: boolean): { text: string; tone?: Tone } {
  const { text, ...rest } = typeof part === 'string' ? { text: part } : part;
  const safe = plain(text, longest);
  return { ...rest, text: unicode ? safe : ascii(safe) };
}

const standIns: Record<string, string> = {
  '…': '...',
  '·': '-',
  '✔': '+',
  '✘': 'x',
  '▶': '>',
  '○': '.',
  '−': '-',
  '∞': 'inf',
};

function ascii(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => standIns[character] ?? '?');
}

function startOf(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let start = '';
  let left = room;
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    start += character;
  }
  return start;
}
