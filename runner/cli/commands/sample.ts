import { Iter8Error, messageOf } from '../../model/errors.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import type { Command } from '../command.ts';

export const sample: Command = {
  name: 'sample',
  describe: 'Start a sample service to try experiments on',
  details: `The service answers on routes for echo, latency, status, size and stall; its index page lists them.
Its address goes to stdout, one line, as soon as it listens. It ends with Ctrl-C or SIGTERM.`,
  argument: { name: 'protocol', describe: 'what the service speaks', choices: ['http'], required: true },
  flags: [
    {
      name: 'port',
      kind: 'text',
      value: 'number',
      describe: 'the port to listen on; 0 takes a free one',
      default: '8080',
    },
    { name: 'host', kind: 'text', value: 'address', describe: 'the address to listen on', default: '127.0.0.1' },
  ],
  examples: [
    { describe: 'on http://127.0.0.1:8080', command: 'iter8 sample http' },
    {
      describe: 'on a free port, in the background of a script',
      command: 'iter8 sample http --port 0 > address.txt &',
    },
    {
      describe: 'send it requests',
      command: 'iter8 launch --set "tasks={http}" --set http.url=http://127.0.0.1:8080/delay/20',
    },
  ],
  async run({ context, flags, log }) {
    const port = Number(flags.text('port'));
    if (!Number.isInteger(port) || port < 0 || port > 65_535 || flags.text('port') === '') {
      throw new Iter8Error('USAGE', `--port is a number from 0 to 65535, not ${JSON.stringify(flags.text('port'))}`);
    }
    const host = flags.text('host') ?? '127.0.0.1';
    const { startSample } = await import('../sample/http.ts');
    const service = await startSample({ port, host }).catch((error: unknown) => {
      throw new Iter8Error('USAGE', `the sample service cannot listen on ${host} port ${port}: ${messageOf(error)}`, {
        cause: error,
      });
    });
    context.stdout.write(`${service.url}\n`);
    log.info(`sample HTTP service is listening on ${service.url}, which lists its routes; Ctrl-C ends it`);
    await new Promise<void>((resolve) => {
      if (context.signal.aborted) resolve();
      context.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await service.close();
    return exitCodes.ok;
  },
};
