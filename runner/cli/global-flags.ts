import type { Flag } from './flags.ts';
import { levelNames } from './terminal/logger.ts';

export const globalFlags: readonly Flag[] = [
  {
    name: 'loglevel',
    short: 'l',
    kind: 'text',
    value: 'level',
    describe: `log lines from this level on: ${levelNames.join(', ')}`,
    default: 'info',
    choices: levelNames,
  },
  {
    name: 'log-format',
    kind: 'text',
    value: 'format',
    describe: 'how log lines look: text or json',
    default: 'text',
    choices: ['text', 'json'],
  },
  { name: 'help', short: 'h', kind: 'switch', describe: 'show help, with examples' },
];
