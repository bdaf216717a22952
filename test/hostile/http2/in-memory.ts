// A session of ours without a socket: bytes are pushed in, frames come out.

import type { Http2Stream } from '../../../runner/wire/http2/handler.ts';
import { createSession } from '../../../runner/wire/http2/session.ts';
import { type Http2Limits, limits as standard } from '../../../runner/wire/limits.ts';
import { type Frame, framesIn, settings, wordsOf } from './frames.ts';
import { recorder, requestHead } from './recorder.ts';

const magicBytes = 24;

export function inMemory(given: Partial<Http2Limits> = {}) {
  const recorded = recorder();
  const chunks: Buffer[] = [];
  let lastId = -1;
  const self = { pending: 0, ended: false, clock: 0 };
  const session = createSession(
    {
      send(bytes) {
        chunks.push(Buffer.from(bytes));
        // What was handed on is nobody's concern any more.
        bytes.fill(33);
        return true;
      },
      pending: () => self.pending,
      end() {
        self.ended = true;
      },
    },
    recorded.session,
    { ...standard.http2, ...given },
    () => self.clock,
  );
  session.start();
  return {
    ...recorded,
    session,
    transport: self,
    receive,
    // After the server's SETTINGS; forgets what was told and sent so far.
    begin(values: Parameters<typeof settings>[0] = {}) {
      receive(settings(values));
      forget();
    },
    request(method = 'GET', ends = true): Http2Stream | undefined {
      const stream = session.open(requestHead(method), ends, recorded.stream(lastId + 2));
      if (stream !== undefined) lastId = stream.id;
      return stream;
    },
    forget,
    writes: () => chunks.length,
    sent: () => sentFrames().map(wordsOf),
    sentFrames,
  };

  function receive(...pieces: Buffer[]): void {
    for (const piece of pieces) {
      // The read buffer is used again for the next read: nothing may rely on it after the call.
      const shared = Buffer.from(piece);
      session.read(shared, shared.length);
      shared.fill(33);
    }
  }

  function forget(): void {
    flushed();
    chunks.length = 0;
    recorded.events.length = 0;
  }

  function sentFrames(): Frame[] {
    flushed();
    const bytes = Buffer.concat(chunks);
    return framesIn(bytes.toString('latin1', 0, 3) === 'PRI' ? bytes.subarray(magicBytes) : bytes).frames;
  }

  // What waits for the end of this turn leaves with the next read.
  function flushed(): void {
    session.read(Buffer.alloc(0), 0);
  }
}
