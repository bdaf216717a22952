// The events of a watch: one JSON object a line, as they come in.
import type { Readable } from 'node:stream';
import { isMap } from '../model/maps.ts';
import { maxBytes, tooLarge } from './answer.ts';
import { NetworkFailure, networkFailure } from './network-failure.ts';

// Ends where the body ends; fails where it breaks off, is no JSON, or has been silent for too long. What is not asked for
// is not read, so a slow reader slows the server down.
export async function* jsonLines(body: Readable, silentMs: number): AsyncGenerator<Record<string, unknown>> {
  const chunks = body[Symbol.asyncIterator]();
  let parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await nextChunk(body, chunks, silentMs);
    if (done === true) return;
    let rest: Buffer = value;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString();
      rest = rest.subarray(end + 1);
      parts = [];
      size = 0;
      if (line.trim() !== '') yield parse(line);
    }
    if (rest.length > 0) parts.push(rest);
    size += rest.length;
    if (size > maxBytes) throw tooLarge();
  }
}

async function nextChunk(body: Readable, chunks: AsyncIterator<Buffer>, silentMs: number) {
  const timer = setTimeout(() => {
    body.destroy(new NetworkFailure('nothing came for too long', { reached: true }));
  }, silentMs);
  try {
    return await chunks.next();
  } catch (error) {
    throw networkFailure(error, true);
  } finally {
    clearTimeout(timer);
  }
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isMap(value)) return value;
  } catch {}
  throw new NetworkFailure('an event of a watch is no JSON', { reached: true });
}
