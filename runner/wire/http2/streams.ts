// The streams of a connection by their ids, and what is known of those that are gone.
import type { Stream } from './stream.ts';
import { createStreamTable } from './stream-table.ts';

export interface Streams {
  readonly open: number;
  get(id: number): Stream | undefined;
  add(stream: Stream): void;
  remove(stream: Stream): void;
  // Its last frames may still come.
  removeCancelled(stream: Stream): void;
  all(): readonly Stream[]; // as they are now
  // A frame came for a stream that is not open: what that stream is.
  gone(id: number, ends: boolean): 'unused' | 'cancelled' | 'ended';
}

export function createStreams(mostRemembered: number): Streams {
  // The first of them is kept apart: where one request is sent at a time it is the only one.
  let only: Stream | undefined;
  const others = createStreamTable();
  const cancelled = new Set<number>();
  let forgotten = 0; // of streams up to here nobody knows any more
  let lastId = 0;
  const self: Streams & { open: number } = {
    open: 0,
    get: (id) => (only?.id === id ? only : others.get(id)),
    add(stream) {
      lastId = stream.id;
      self.open++;
      if (only === undefined) only = stream;
      else others.add(stream);
    },
    remove,
    removeCancelled(stream) {
      const { id } = stream;
      remove(stream);
      cancelled.add(id);
      if (cancelled.size <= mostRemembered) return;
      for (const first of cancelled) {
        cancelled.delete(first);
        forgotten = Math.max(forgotten, first);
        return;
      }
    },
    all: () => (only === undefined ? others.all() : [only, ...others.all()]),
    gone(id, ends) {
      if (id > lastId || id % 2 === 0) return 'unused';
      if (cancelled.has(id)) {
        if (ends) cancelled.delete(id);
        return 'cancelled';
      }
      return id <= forgotten ? 'cancelled' : 'ended';
    },
  };
  return self;

  function remove(stream: Stream): void {
    self.open--;
    if (stream === only) only = undefined;
    else others.remove(stream);
  }
}
