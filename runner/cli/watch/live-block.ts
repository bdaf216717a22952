// A block of lines at the end of a terminal, drawn again in place. What was above it stays.
import { stripVTControlCharacters } from 'node:util';
import { widthOf } from '../../report/watch/line.ts';
import type { Output } from '../terminal/screen.ts';

interface LiveBlock {
  show(lines: readonly string[]): void;
  clear(): void; // for lines that are to stand above it
  close(): void; // what it shows stays, the cursor comes back
}

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';

export function createLiveBlock(output: Output): LiveBlock {
  let shown: readonly string[] = [];
  let isHidden = false;

  // A terminal that became narrower has folded the lines that were wider.
  const toTop = (): string => {
    const columns = output.columns || 80;
    const rows = shown.reduce((sum, line) => {
      return sum + Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / columns));
    }, 0);
    return rows === 0 ? '' : `\x1b[${rows}A\r`;
  };
  return {
    show(lines) {
      if (lines.length === shown.length && lines.every((line, i) => line === shown[i])) return;
      const text = lines.map((line) => `${line}\x1b[K\n`).join('');
      output.write(`${isHidden ? '' : hideCursor}${toTop()}${text}\x1b[J`);
      isHidden = true;
      shown = lines;
    },
    clear() {
      if (shown.length > 0) output.write(`${toTop()}\x1b[J`);
      shown = [];
    },
    close() {
      if (isHidden) output.write(showCursor);
      isHidden = false;
    },
  };
}
