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
  let displaced = 0; // that are not where their ids would have them
  return { get, add, remove, all };

  function get(id: number): Stream | undefined {
    return places[placeOf(id)];
  }

  function add(stream: Stream): void {
    count++;
    if (2 * count > places.length) grow();
    put(stream);
  }

  function put(stream: Stream): void {
    const at = placeOf(stream.id);
    places[at] = stream;
    if (at !== homeOf(stream.id)) displaced++;
  }

  // What stands behind it, because its place was taken, moves up; mostly there is none.
  function remove({ id }: Stream): void {
    let hole = placeOf(id);
    if (places[hole] === undefined) return;
    count--;
    if (hole !== homeOf(id)) displaced--;
    for (let at = (hole + 1) & mask; displaced > 0; at = (at + 1) & mask) {
      const stream = places[at];
      if (stream === undefined) break;
      const home = homeOf(stream.id);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      if (hole === home) displaced--;
      places[hole] = stream;
      hole = at;
    }
    places[hole] = undefined;
  }

  function homeOf(id: number): number {
    return (id >>> 1) & mask;
  }

  // Where it is, or would be. Ids grow by two.
  function placeOf(id: number): number {
    let at = homeOf(id);
    for (let found = places[at]; found !== undefined && found.id !== id; found = places[at]) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const streams = all();
    places = empty(2 * places.length);
    mask = places.length - 1;
    displaced = 0;
    for (const stream of streams) put(stream);
  }

  function all(): Stream[] {
    return places.filter((stream) => stream !== undefined).sort((a, b) => a.id - b.id);
  }
}

function empty(length: number): undefined[] {
  return new Array(length).fill(undefined);
}
