// Reads the text of one --set argument, character by character, and knows how to say where something is wrong in it.
import { Iter8Error } from '../model/errors.ts';

interface Scanner {
  // Up to the next unescaped character of `stops`, which is taken; `stop` is undefined at the end of the text.
  until(stops: string): { text: string; stop: string | undefined };
  peek(): string | undefined;
  skip(): void;
  // The name as it may be shown: past the first `=` it could be a piece of somebody's password.
  name(key: string): string;
  fail(what: string): never;
}

export function createScanner(argument: string, label: string): Scanner {
  const characters = [...argument];
  let next = 0;
  let start = 0;
  const firstKey = /^(?:\\[\s\S]|[^\\=])*/.exec(argument)?.[0] ?? '';
  const hasValue = firstKey.length < argument.length;
  const firstKeyEnd = [...firstKey].length;

  function until(stops: string): { text: string; stop: string | undefined } {
    let text = '';
    start = next;
    while (next < characters.length) {
      const character = characters[next++] ?? '';
      if (stops.includes(character)) return { text, stop: character };
      if (character !== '\\') text += character;
      else if (next < characters.length) text += characters[next++];
    }
    return { text, stop: undefined };
  }

  return {
    until,
    peek: () => characters[next],
    skip: () => {
      next++;
    },
    name: (key) => (start <= firstKeyEnd ? JSON.stringify(key) : 'a key'),
    fail: (what) => {
      const shown = firstKey.length > 60 ? `${firstKey.slice(0, 60)}…` : firstKey;
      throw new Iter8Error('VALUES', `${label} (${shown}${hasValue ? '=…' : ''}), character ${start + 1}: ${what}`);
    },
  };
}
