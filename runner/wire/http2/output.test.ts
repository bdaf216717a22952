import { createOutput } from './output.ts';

// A transport that needs what it was given until `take` is called.
function holding() {
  const held: Buffer[] = [];
  const transport = {
    send(bytes: Buffer) {
      held.push(bytes);
      return false;
    },
    pending: () => held.length,
    end() {},
  };
  return { transport, held, take: () => held.splice(0).map((bytes) => bytes.toString()) };
}

function say(out: ReturnType<typeof createOutput>, text: string): void {
  const at = out.claim(text.length);
  out.buffer.write(text, at);
  out.flush();
}

test('what the transport still needs is not written over', () => {
  const { transport, take } = holding();
  const out = createOutput(transport);
  for (const text of ['one', 'two', 'three']) say(out, text);
  expect(take()).toEqual(['one', 'two', 'three']);
});

test('once it has taken all, buffers are used again', () => {
  const { transport, held, take } = holding();
  const out = createOutput(transport);
  const used = new Set<unknown>();
  for (let i = 0; i < 10; i++) {
    say(out, `${i}`);
    used.add(held[0]?.buffer);
    expect(take()).toEqual([`${i}`]);
  }
  expect(used.size).toBe(2);
});

test('frames that do not fit into one buffer leave in several', () => {
  const { transport, held } = holding();
  const out = createOutput(transport);
  for (let i = 0; i < 10; i++) out.frame(0, 0, 1, 16_384);
  out.flush();
  expect(held.map(({ length }) => length)).toEqual([3 * 16_393, 3 * 16_393, 3 * 16_393, 16_393]);
});
