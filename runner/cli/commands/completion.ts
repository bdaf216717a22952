import { exitCodes } from '../../model/exit-codes.ts';
import type { Command } from '../command.ts';
import { commands } from '../commands.ts';
import { bashScript } from '../completion/bash.ts';
import { zshScript } from '../completion/zsh.ts';

export const completion: Command = {
  name: 'completion',
  describe: 'Print a completion script for a shell',
  argument: { name: 'shell', describe: 'the shell to complete in', choices: ['bash', 'zsh'], required: true },
  flags: [],
  examples: [
    { describe: 'in this bash', command: 'source <(iter8 completion bash)' },
    { describe: 'in every bash from now on', command: "echo 'source <(iter8 completion bash)' >> ~/.bashrc" },
    { describe: 'in this zsh', command: 'source <(iter8 completion zsh)' },
    { describe: 'in every zsh from now on', command: 'iter8 completion zsh > "$fpath[1]/_iter8"' },
  ],
  async run({ context, argument }) {
    const all = await Promise.all(commands.map(({ load }) => load()));
    context.stdout.write(argument === 'zsh' ? zshScript(all) : bashScript(all));
    return exitCodes.ok;
  },
};
