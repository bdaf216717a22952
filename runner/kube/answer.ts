// What the API server answered, read to its end and understood.
import type { IncomingMessage } from 'node:http';
import { KubeError } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import type { Call } from './call.ts';
import { forbidden, noApiServer, unknownType } from './errors.ts';
import { networkFailure } from './network-failure.ts';

export interface Answer {
  status: number;
  text: string;
  body: Record<string, unknown> | undefined; // where it is JSON
  retryAfterMs: number | undefined;
}

export const maxBytes = 64 * 1024 * 1024;

export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const text = await readText(response);
  const body = parse(text);
  return { status: response.statusCode ?? 0, text, body, retryAfterMs: retryAfter(response, body) };
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Iter8Error) throw error;
    throw networkFailure(error, true);
  }
  return Buffer.concat(chunks, size).toString();
}

export function tooLarge(): Iter8Error {
  return new Iter8Error('CLUSTER', `an answer of the API server is larger than ${maxBytes / 1024 / 1024} MiB`);
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// In seconds, as a date, or in what the server says of the error.
function retryAfter({ headers }: IncomingMessage, body: Record<string, unknown> | undefined): number | undefined {
  const said = headers['retry-after'];
  if (said !== undefined && /^\d+$/.test(said)) return Number(said) * 1000;
  const date = said === undefined ? Number.NaN : Date.parse(said);
  if (!Number.isNaN(date)) return Math.max(0, date - Date.now());
  const seconds = isMap(body?.details) ? body.details.retryAfterSeconds : undefined;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

// The object or list of a good answer; everything else is thrown.
export function bodyOf(answer: Answer, server: string, call: Call): Record<string, unknown> {
  const { status, body } = answer;
  if (status < 200 || status > 399) throw errorOf(answer, server, call);
  if (status > 299 || body === undefined || typeof body.kind !== 'string') throw noApiServer(server, status);
  return body;
}

// 404 is said of the object, of its type, and by servers that are no API server: only the first is «not there».
export function isAboutObject({ body }: Answer, { name }: Call): boolean {
  return body?.kind === 'Status' && body.reason === 'NotFound' && isMap(body.details) && body.details.name === name;
}

export function errorOf(answer: Answer, server: string, call: Call): Error {
  const { status, body } = answer;
  if (status === 404 && isAboutType(answer)) return unknownType(call);
  if (status === 403 && body?.kind === 'Status') return forbidden(call, saidIn(answer));
  if (body?.kind !== 'Status' && status < 500 && status !== 429) return noApiServer(server, status);
  return new KubeError(status, typeof body?.reason === 'string' ? body.reason : 'Unknown', saidIn(answer));
}

export function saidIn({ status, text, body }: Answer): string {
  if (typeof body?.message === 'string' && body.message !== '') return body.message;
  const line = text.trim().split('\n', 1)[0]?.trim() ?? '';
  return line === '' || line.startsWith('<') ? `it answered ${status}` : line.slice(0, 200);
}

function isAboutType({ text, body }: Answer): boolean {
  if (body === undefined) return text.trim() === '404 page not found';
  return body.kind === 'Status' && !(isMap(body.details) && typeof body.details.name === 'string');
}
