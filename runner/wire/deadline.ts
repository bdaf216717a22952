// Timers come before what the sockets hold: where this thread stood still, what was waited for is there and was not read
// yet. So a time is over only after one more look. Gives a function that calls it off.
export function deadline(ms: number, over: () => void): () => void {
  let look: NodeJS.Immediate | undefined;
  const clock = setTimeout(() => {
    look = setImmediate(over);
  }, ms);
  return () => {
    clearTimeout(clock);
    clearImmediate(look);
  };
}
