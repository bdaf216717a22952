import fc from 'fast-check';
import { type Answer, answers } from '../../../test/hostile/http2/answers.ts';
import { frame as rawFrame } from '../../../test/hostile/http2/frames.ts';
import { inMemory } from '../../../test/hostile/http2/in-memory.ts';

// What a new session makes of an answer that comes in these pieces.
function play({ requests = ['GET'], ended }: Answer, pieces: Buffer[]) {
  const one = inMemory();
  one.begin();
  for (const method of requests) one.request(method);
  one.forget();
  one.receive(...pieces);
  if (ended === true) one.session.closed();
  return { told: one.events, sent: one.sent(), bodies: one.bodies };
}

test.each(answers)('$name', (answer) => {
  const { told, sent } = play(answer, [Buffer.concat(answer.frames)]);
  expect({ told, sent }).toEqual({ told: answer.told, sent: answer.sent });
});

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const stops = [...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...stops].map((start, i) => bytes.subarray(start, stops[i] ?? bytes.length));
};

test.each(answers.filter(({ frames }) => Buffer.concat(frames).length < 2000))(
  '$name: the same wherever it is cut',
  (answer) => {
    const bytes = Buffer.concat(answer.frames);
    const whole = play(answer, [bytes]);
    for (let at = 0; at <= bytes.length; at++) expect(play(answer, cut(bytes, [at]))).toEqual(whole);
    expect(
      play(
        answer,
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(whole);
  },
);

test('however the bytes are cut, the events are the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.array(fc.nat(20_000), { maxLength: 6 }), (answer, at) => {
      const bytes = Buffer.concat(answer.frames);
      expect(play(answer, cut(bytes, at))).toEqual(play(answer, [bytes]));
    }),
    { numRuns: 500 },
  );
});

test('damaged frames are taken or refused, never thrown over, and alike wherever they are cut', () => {
  const corpus = answers.filter(({ frames }) => Buffer.concat(frames).length < 500);
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...corpus), damage, fc.array(fc.nat(500), { maxLength: 4 }), (answer, changes, at) => {
      const bytes = Buffer.concat(answer.frames);
      for (const [where, value] of changes) if (bytes.length > 0) bytes[where % bytes.length] = value;
      expect(play(answer, cut(bytes, at))).toEqual(play(answer, [bytes]));
    }),
    { numRuns: 3000, interruptAfterTimeLimit: 10_000 },
  );
});

test('frames in any order are taken or refused, and every request gets one end', () => {
  const frame = fc.oneof(
    fc.constantFrom(...answers.flatMap(({ frames }) => frames).filter(({ length }) => length < 1000)),
    fc
      .record({
        type: fc.integer({ min: 0, max: 10 }),
        flags: fc.integer({ min: 0, max: 63 }),
        id: fc.constantFrom(0, 1, 3, 5),
        payload: fc.uint8Array({ maxLength: 20 }),
      })
      .map(({ type, flags, id, payload }) => rawFrame(type, flags, id, payload)),
  );
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
      const answer = { name: '', requests: ['GET', 'HEAD', 'POST'], frames, ended: true, told: [], sent: [] } as const;
      const { told } = play({ ...answer, requests: [...answer.requests], told: [], sent: [] }, frames);
      for (const id of [1, 3, 5]) {
        expect(told.filter((event) => new RegExp(`^${id} (end|failed)`).test(event))).toHaveLength(1);
      }
      expect(told.filter((event) => /^(failed|closed)/.test(event))).toHaveLength(1);
    }),
    { numRuns: 3000, interruptAfterTimeLimit: 10_000 },
  );
});
