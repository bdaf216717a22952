// Reads what a user names, which may be a device, a pipe or a terminal: never without an end, and not after Ctrl-C.
import { createReadStream } from 'node:fs';

const mostMiB = 256;

type Source = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export function readFileBytes(path: string, signal: AbortSignal): Promise<Uint8Array> {
  return readBytes(createReadStream(path), signal);
}

// What is still read when the signal comes is left to itself: a read that waits cannot be called back.
export async function readBytes(source: Source, signal: AbortSignal): Promise<Uint8Array> {
  const settled = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([allOf(source), stopped]);
  } finally {
    settled.abort();
  }
}

async function allOf(source: Source): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > mostMiB * 1024 * 1024) throw new Error(`it has more than ${mostMiB} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
