// The errors of this folder, each in one wording.
import { formatDuration } from '../model/duration.ts';
import { Iter8Error } from '../model/errors.ts';
import { type Call, describeCall, nameOfType } from './call.ts';

export function forbidden(call: Call, said: string): Iter8Error {
  return new Iter8Error('FORBIDDEN', `it is not permitted to ${describeCall(call)}${tail(said)}`);
}

export function unauthorized(server: string, said: string): Iter8Error {
  return new Iter8Error('UNAUTHORIZED', `the API server at ${server} does not accept the credentials${tail(said)}`);
}

export function unreachable(server: string, why: string, cause?: unknown): Iter8Error {
  return new Iter8Error('UNREACHABLE', `the API server at ${server} cannot be reached: ${why}`, { cause });
}

export function noAnswer(server: string, call: Call, deadlineMs: number, cause?: unknown): Iter8Error {
  return new Iter8Error(
    'UNREACHABLE',
    `the API server at ${server} gave no answer to ${describeCall(call)} within ${formatDuration(deadlineMs)}`,
    { cause },
  );
}

export function unknownType(call: Call): Iter8Error {
  const { group, version } = call.type;
  const said = group === '' ? version : `${group}/${version}`;
  return new Iter8Error('CLUSTER', `this cluster does not know the type ${nameOfType(call.type)} (${said})`);
}

export function noApiServer(server: string, status: number): Iter8Error {
  return new Iter8Error(
    'UNREACHABLE',
    `${server} answered ${status} with what no API server says: is this its address, or is there a proxy in between?`,
  );
}

function tail(said: string): string {
  return said === '' ? '' : `: ${said}`;
}
