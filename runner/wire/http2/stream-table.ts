// Streams by their ids. Not a Map: one that is used for long replaces its table again and again, each refers to the next,
// and the old ones keep the streams of the newer ones in memory until all of memory is gone through.
import type { Stream } from './stream.ts';

interface StreamTable {
  get(id: number): Stream | undefined;
  add(stream: Stream): void;
  remove(stream: Stream): void;
  all(): Stream[]; // the oldest first
}

const smallest = 16; // places: a power of two, at least twice as many as streams

export function createStreamTable(): StreamTable {
  let places: (Stream | undefined)[] = empty(smallest);
  let mask = smallest - 1;
  let count = 0;
  return { get, add, remove, all };

  function get(id: number): Stream | undefined {
    return places[placeOf(id)];
  }

  function add(stream: Stream): void {
    count++;
    if (2 * count > places.length) grow();
    places[placeOf(stream.id)] = stream;
  }

  // What stands behind it, because its place was taken, moves up.
  function remove({ id }: Stream): void {
    let hole = placeOf(id);
    if (places[hole] === undefined) return;
    count--;
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const stream = places[at];
      if (stream === undefined) break;
      const fromHome = (at - (stream.id >>> 1)) & mask;
      if (fromHome < ((at - hole) & mask)) continue;
      places[hole] = stream;
      hole = at;
    }
    places[hole] = undefined;
  }

  // Where it is, or would be. Ids grow by two.
  function placeOf(id: number): number {
    let at = (id >>> 1) & mask;
    for (let found = places[at]; found !== undefined && found.id !== id; found = places[at]) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const streams = all();
    places = empty(2 * places.length);
    mask = places.length - 1;
    for (const stream of streams) places[placeOf(stream.id)] = stream;
  }

  function all(): Stream[] {
    return places.filter((stream) => stream !== undefined).sort((a, b) => a.id - b.id);
  }
}

function empty(length: number): undefined[] {
  return new Array(length).fill(undefined);
}
