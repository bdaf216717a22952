// Names and messages come from users, targets and files: nothing in them may move a cursor, colour a terminal, turn the
// direction of writing or break a line of a report.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const longest = 200;

// The text on one line, as far as it fits, with what cannot be seen written as an escape.
export function plain(text: string, most = longest): string {
  return shorten(text, most).replace(unsafe, escapeCharacter);
}

// The head and the tail of a text that is too long.
function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text.slice(0, most * 2), ...text.slice(-most * 2)];
  if (text.length <= most * 2 && [...text].length <= most) return text;
  const head = Math.ceil((most - 1) * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(-(most - 1 - head)).join('')}`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return named[character] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`);
}

// Visible characters: accents that are characters of their own take no column.
export function width(text: string): number {
  return [...text.replace(/\p{M}/gu, '')].length;
}

// Go's order of strings: by their bytes, which is by code point.
export function bytewise(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
