// A terminal in memory: what its screen shows after all that was written to it.
import { widthOf } from '../../report/watch/line.ts';

interface FakeTerminal {
  isTTY: true;
  columns: number;
  rows: number;
  written: string;
  write(text: string): void;
  screen(): string[]; // of all lines ever, without empty ones at the end
  cursor(): { row: number; isShown: boolean };
  narrow(columns: number): void; // folds the lines that are wider now
}

const introducer = String.fromCharCode(27);
const commands = new RegExp(`${introducer}\\[([?\\d;]*)([A-Za-z])|[\\s\\S]`, 'gu');

export function fakeTerminal(columns = 80, rows = 24): FakeTerminal {
  let lines: string[] = [''];
  let row = 0;
  let column = 0;
  let isShown = true;

  const put = (character: string) => {
    if (column + widthOf(character) > terminal.columns) {
      row++;
      column = 0;
    }
    while (lines.length <= row) lines.push('');
    const line = [...(lines[row] ?? '').padEnd(column)];
    line.splice(column, 1, character);
    lines[row] = line.join('');
    column++;
  };
  const obey = (code: string, end: string) => {
    if (end === 'A') row = Math.max(0, lines.length - terminal.rows, row - Number(code || 1));
    else if (end === 'K') lines[row] = [...(lines[row] ?? '')].slice(0, column).join('');
    else if (end === 'J') lines = [...lines.slice(0, row), [...(lines[row] ?? '')].slice(0, column).join('')];
    else if (code === '?25') isShown = end === 'h';
    else if (end !== 'm') throw new Error(`the terminal does not know ${JSON.stringify(code + end)}`);
  };
  const terminal: FakeTerminal = {
    isTTY: true,
    columns,
    rows,
    written: '',
    write(text) {
      terminal.written += text;
      for (const [whole, code = '', end = ''] of text.matchAll(commands)) {
        if (end !== '') obey(code, end);
        else if (whole === '\r') column = 0;
        else if (whole === '\n') {
          row++;
          column = 0;
          while (lines.length <= row) lines.push('');
        } else if (/\p{Cc}/u.test(whole)) throw new Error(`a control character reached it: ${JSON.stringify(whole)}`);
        else put(whole);
      }
    },
    screen() {
      const shown = lines.map((line) => line.trimEnd());
      while (shown.at(-1) === '') shown.pop();
      return shown;
    },
    cursor: () => ({ row, isShown }),
    narrow(to) {
      const folded = lines.map((line) => line.match(new RegExp(`.{1,${to}}`, 'gu')) ?? ['']);
      row = folded.slice(0, row).flat().length;
      lines = folded.flat();
      terminal.columns = to;
    },
  };
  return terminal;
}
