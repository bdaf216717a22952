// Log lines, on stderr: on a terminal and elsewhere as users of 0.13 know them, or one JSON object a line.
import type { Redactor } from '../../model/redactor.ts';
import type { Log } from '../../model/task.ts';
import type { Screen } from './screen.ts';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'fatal', 'panic'] as const;
export type Level = (typeof levels)[number];
// `warn` is what most people type.
export const levelNames: readonly string[] = [...levels, 'warn'];

export interface Logger extends Log {
  write(level: Level, message: string, fields?: Record<string, unknown>): void;
  // Every later line goes through this one.
  redactWith(redactor: Cleaner): void;
}

type Cleaner = Pick<Redactor, 'text' | 'deep'>;

export type LineWriter = (level: Level, message: string, fields: Record<string, unknown>) => void;

export function createLogger(threshold: string, writeLine: LineWriter): Logger {
  const least = levels.indexOf(threshold === 'warn' ? 'warning' : (threshold as Level));
  let cleaner: Cleaner = { text: (text) => text, deep: (value) => value };
  const write: Logger['write'] = (level, message, fields = {}) => {
    if (levels.indexOf(level) >= least) writeLine(level, cleaner.text(message), cleaner.deep(fields));
  };
  return {
    write,
    debug: (message) => write('debug', message),
    info: (message) => write('info', message),
    warn: (message) => write('warning', message),
    error: (message) => write('error', message),
    redactWith: (redactor) => {
      cleaner = redactor;
    },
  };
}

const colours: Record<Level, number> = { trace: 37, debug: 37, info: 36, warning: 33, error: 31, fatal: 31, panic: 31 };

// As logrus writes them. A message of several lines becomes several log lines.
export function textLines(screen: Screen, now: () => Date = () => new Date()): LineWriter {
  return (level, message) => {
    const time = timestamp(now());
    for (const part of message.split('\n')) {
      if (!screen.live) {
        screen.line(`time=${time} level=${level} msg=${part}`);
        continue;
      }
      const short = level.toUpperCase().slice(0, 4);
      const label = screen.colour ? `\x1b[${colours[level]}m${short}\x1b[0m` : short;
      screen.line(`${label}[${time}] ${part.padEnd(44)} `);
    }
  };
}

function timestamp(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
