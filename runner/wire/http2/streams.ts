// The streams of a connection by their ids, and what is known of those that are gone.
import type { Stream } from './stream.ts';

export interface Streams {
  readonly open: number;
  get(id: number): Stream | undefined;
  add(stream: Stream): void;
  remove(stream: Stream): void;
  // Its last frames may still come.
  removeCancelled(stream: Stream): void;
  all(): Iterable<Stream>;
  // A frame came for a stream that is not open: what that stream is.
  gone(id: number, ends: boolean): 'unused' | 'cancelled' | 'ended';
}

export function createStreams(mostRemembered: number): Streams {
  const open = new Map<number, Stream>();
  const cancelled = new Set<number>();
  let forgotten = 0; // of streams up to here nobody knows any more
  let lastId = 0;
  const self: Streams & { open: number } = {
    open: 0,
    get: (id) => open.get(id),
    add(stream) {
      lastId = stream.id;
      open.set(stream.id, stream);
      self.open = open.size;
    },
    remove(stream) {
      open.delete(stream.id);
      self.open = open.size;
    },
    removeCancelled({ id }) {
      open.delete(id);
      self.open = open.size;
      cancelled.add(id);
      if (cancelled.size <= mostRemembered) return;
      for (const first of cancelled) {
        cancelled.delete(first);
        forgotten = Math.max(forgotten, first);
        return;
      }
    },
    all: () => open.values(),
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
}
