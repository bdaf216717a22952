// Flags of `iter8 sample` as what the services take.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import type { Call } from '../command.ts';
import { parseMs } from './effects.ts';
import type { SampleService } from './service.ts';

const forGrpc = ['delay', 'fail-every', 'fail-status', 'cert', 'key'];
const defaultPorts = { http: 8080, grpc: 50_051 };

export async function startService({ argument, flags, context }: Call): Promise<SampleService> {
  const protocol = argument === 'grpc' ? 'grpc' : 'http';
  const port = wholeNumber(flags.text('port') ?? String(defaultPorts[protocol]), '--port', 65_535);
  const host = flags.text('host') ?? '127.0.0.1';
  if (protocol === 'http') {
    const misplaced = forGrpc.filter((name) => flags.text(name) !== undefined);
    if (misplaced.length > 0) throw new Iter8Error('USAGE', `--${misplaced.join(', --')}: for iter8 sample grpc alone`);
  }
  const start = protocol === 'http' ? await httpService() : await grpcService({ flags, context });
  return start({ port, host }).catch((error: unknown) => {
    throw new Iter8Error('USAGE', `the sample service cannot listen on ${host} port ${port}: ${messageOf(error)}`, {
      cause: error,
    });
  });
}

type Start = (at: { port: number; host: string }) => Promise<SampleService>;

async function httpService(): Promise<Start> {
  return (await import('./http.ts')).startSample;
}

async function grpcService({ flags, context }: Pick<Call, 'flags' | 'context'>): Promise<Start> {
  const { startGrpcSample } = await import('./grpc/server.ts');
  const { statusNames } = await import('./grpc/orders.ts');
  const failStatus = flags.text('fail-status') ?? 'UNAVAILABLE';
  if (!statusNames.includes(failStatus)) {
    throw new Iter8Error(
      'USAGE',
      `--fail-status is one of ${statusNames.join(', ')}; not ${JSON.stringify(failStatus)}`,
    );
  }
  if (flags.text('fail-status') !== undefined && flags.text('fail-every') === undefined) {
    throw new Iter8Error('USAGE', '--fail-status: no call fails without --fail-every; 1 is every call');
  }
  const knobs = {
    delaysMs: delaysOf(flags.text('delay') ?? '0'),
    failEvery: wholeNumber(flags.text('fail-every') ?? '0', '--fail-every', Number.MAX_SAFE_INTEGER),
    failStatus,
  };
  const [cert, key] = [flags.text('cert'), flags.text('key')];
  if ((cert === undefined) !== (key === undefined)) throw new Iter8Error('USAGE', '--cert and --key go together');
  const read = (file: string, flag: string) =>
    readFile(path.resolve(context.cwd, file)).catch((error: unknown) => {
      throw new Iter8Error('USAGE', `${flag}: ${messageOf(error)}`, { cause: error });
    });
  const tls =
    cert === undefined || key === undefined
      ? null
      : { cert: await read(cert, '--cert'), key: await read(key, '--key') };
  return ({ port, host }) => startGrpcSample({ port, host, tls, knobs });
}

function delaysOf(text: string): number[] {
  return text.split(',').map((part) => {
    const ms = parseMs(part.trim());
    if (ms === undefined)
      throw new Iter8Error('USAGE', `--delay takes durations such as 20ms, not ${JSON.stringify(part)}`);
    return ms;
  });
}

function wholeNumber(text: string, flag: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most && text !== '') return value;
  const range = most === Number.MAX_SAFE_INTEGER ? 'a whole number' : `a number from 0 to ${most}`;
  throw new Iter8Error('USAGE', `${flag} is ${range}, not ${JSON.stringify(text)}`);
}
