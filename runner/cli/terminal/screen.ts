// stderr, shared by log lines and one status line: the status is taken away before a line and drawn again after it.
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

export interface Screen {
  live: boolean; // a terminal that can redraw a line
  colour: boolean;
  columns(): number;
  line(text: string): void;
  status(text: string): void; // '' takes it away
}

export function createScreen(output: Output, env: Readonly<Record<string, string | undefined>>): Screen {
  const live = output.isTTY === true && env.TERM !== 'dumb';
  let shown = '';
  const clear = () => {
    if (shown !== '') output.write('\r\x1b[K');
  };
  return {
    live,
    colour: live && (env.NO_COLOR ?? '') === '',
    columns: () => output.columns || 80, // some say 0
    line(text) {
      clear();
      output.write(`${text}\n${shown}`);
    },
    status(text) {
      if (!live || text === shown) return;
      clear();
      shown = text;
      output.write(text);
    },
  };
}
