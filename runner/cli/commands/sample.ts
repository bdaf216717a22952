import { exitCodes } from '../../model/exit-codes.ts';
import type { Command } from '../command.ts';
import { startService } from '../sample/start.ts';

export const sample: Command = {
  name: 'sample',
  describe: 'Start a sample service to try experiments on',
  details: `http: answers on routes for echo, latency, status, size and stall; its index page lists them.

grpc: the service routeguide.RouteGuide, with health checks and server reflection. GetFeature gives the feature at a point,
ListFeatures those within a rectangle (64 from latitude 400000000, longitude -750000000 to 417500000, -732500000),
RecordRoute a summary of the points it was sent, RouteChat each note back. A call says in its metadata what is to become of
it: x-delay-ms: 20 is how late it is answered, x-status: NOT_FOUND the status it ends with, without an answer.

The address goes to stdout, one line, as soon as the service listens. It ends with Ctrl-C or SIGTERM.`,
  argument: { name: 'protocol', describe: 'what the service speaks', choices: ['http', 'grpc'], required: true },
  flags: [
    {
      name: 'port',
      kind: 'text',
      value: 'number',
      describe: 'the port to listen on, 8080 for http and 50051 for grpc where it is not given; 0 takes a free one',
    },
    { name: 'host', kind: 'text', value: 'address', describe: 'the address to listen on', default: '127.0.0.1' },
    {
      name: 'delay',
      kind: 'text',
      value: 'durations',
      describe: 'grpc: how late calls are answered; of several, such as 5ms,20ms,80ms, each call takes the next',
    },
    {
      name: 'fail-every',
      kind: 'text',
      value: 'number',
      describe: 'grpc: of so many calls the last one fails; 5 is every fifth call',
    },
    {
      name: 'fail-status',
      kind: 'text',
      value: 'name',
      describe: 'grpc: the status of calls that fail, UNAVAILABLE where it is not given',
    },
    {
      name: 'cert',
      kind: 'text',
      value: 'file',
      describe: 'grpc: serve TLS with this certificate (PEM)',
      completesFiles: true,
    },
    { name: 'key', kind: 'text', value: 'file', describe: 'grpc: the key of the certificate', completesFiles: true },
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
    {
      describe: 'gRPC on 127.0.0.1:50051, answers after 20 ms, every hundredth call fails',
      command: 'iter8 sample grpc --delay 20ms --fail-every 100',
    },
    {
      describe: 'call it',
      command:
        'iter8 launch --set "tasks={grpc}" --set grpc.host=127.0.0.1:50051 --set grpc.call=routeguide.RouteGuide.GetFeature',
    },
  ],
  async run(call) {
    const { context, argument, log } = call;
    const service = await startService(call);
    context.stdout.write(`${service.address}\n`);
    const more = argument === 'grpc' ? '' : ', which lists its routes';
    log.info(
      `sample ${argument === 'grpc' ? 'gRPC' : 'HTTP'} service is listening on ${service.address}${more}; Ctrl-C ends it`,
    );
    await new Promise<void>((resolve) => {
      if (context.signal.aborted) resolve();
      context.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await service.close();
    return exitCodes.ok;
  },
};
