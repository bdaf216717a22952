// --log-format json: one object a line, through pino; loaded only when it is asked for.
import { pino } from 'pino';
import type { Level, LineWriter } from './logger.ts';
import type { Screen } from './screen.ts';

export function jsonLines(screen: Screen): LineWriter {
  const logger = pino(
    {
      level: 'trace',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label === 'warn' ? 'warning' : label }) },
    },
    { write: (line: string) => screen.line(line.trimEnd()) },
  );
  const methods: Record<Level, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> = {
    trace: 'trace',
    debug: 'debug',
    info: 'info',
    warning: 'warn',
    error: 'error',
    fatal: 'fatal',
    panic: 'fatal',
  };
  return (level, message, fields) => logger[methods[level]](fields, message);
}
