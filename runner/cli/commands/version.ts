import { exitCodes } from '../../model/exit-codes.ts';
import { build } from '../build.ts';
import type { Command } from '../command.ts';

export const version: Command = {
  name: 'version',
  describe: 'Print the version of Iter8',
  flags: [{ name: 'short', kind: 'switch', describe: 'the version alone' }],
  examples: [
    { describe: 'the version, with what it runs on', command: 'iter8 version' },
    { describe: 'for scripts', command: 'iter8 version --short' },
  ],
  async run({ context, flags }) {
    const { version: number, node, platform } = build();
    context.stdout.write(flags.on('short') ? `${number}\n` : `iter8 ${number} (node ${node}, ${platform})\n`);
    return exitCodes.ok;
  },
};
