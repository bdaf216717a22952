import { readBytes, readFileBytes } from './read-bytes.ts';

const never = new AbortController().signal;

async function* endless() {
  for (;;) yield Buffer.alloc(16 * 1024 * 1024);
}

async function* silent(): AsyncGenerator<Uint8Array> {
  await new Promise(() => {});
  yield Buffer.alloc(0);
}

test('all of a source is read', async () => {
  const source = (async function* () {
    yield Buffer.from('a');
    yield Buffer.from('bc');
  })();
  expect(Buffer.from(await readBytes(source, never)).toString()).toBe('abc');
});

test('a source without an end is refused', async () => {
  await expect(readBytes(endless(), never)).rejects.toThrow('it has more than 256 MiB');
});

test('a source that says nothing is waited for until the user stops it', async () => {
  const stop = new AbortController();
  const reading = readBytes(silent(), stop.signal);
  stop.abort();
  await expect(reading).rejects.toThrow('aborted');
});

test('a file that is not there is an error', async () => {
  await expect(readFileBytes(`${__filename}.missing`, never)).rejects.toThrow('ENOENT');
});
