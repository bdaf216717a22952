import fc from 'fast-check';
import { frameMessage, MessageReader } from './messages.ts';

const most = 1000;

function read(chunks: readonly Buffer[], encoded = false) {
  const reader = new MessageReader(most);
  reader.begin();
  reader.encoded = encoded;
  const fine = chunks.every((chunk) => reader.push(chunk, 0, chunk.length));
  return { fine, count: reader.count, whole: reader.isWhole(), problem: reader.problem };
}

test('a message has five bytes before it: a flag and its length', () => {
  expect(frameMessage(Buffer.from('abc'))).toEqual(Buffer.from([0, 0, 0, 0, 3, 97, 98, 99]));
  expect(frameMessage(Buffer.from('z'), true)).toEqual(Buffer.from([1, 0, 0, 0, 1, 122]));
});

test('messages are counted wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
      fc.array(fc.nat({ max: 300 }), { maxLength: 12 }),
      (sizes, cuts) => {
        const all = Buffer.concat(sizes.map((size) => frameMessage(Buffer.alloc(size, 7))));
        const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length].sort((a, b) => a - b);
        const chunks = places.slice(1).map((place, i) => all.subarray(places[i], place));
        expect(read(chunks)).toEqual({ fine: true, count: sizes.length, whole: true, problem: undefined });
      },
    ),
  );
});

test('messages are counted when every byte comes alone', () => {
  const all = Buffer.concat([
    frameMessage(Buffer.alloc(300)),
    frameMessage(Buffer.alloc(0)),
    frameMessage(Buffer.alloc(1)),
  ]);
  expect(read([...all].map((byte) => Buffer.from([byte])))).toMatchObject({ fine: true, count: 3, whole: true });
});

test.each([1, 4, 5, 7])('an answer that ends after %p bytes of a message is not whole', (bytes) => {
  expect(read([frameMessage(Buffer.alloc(3)).subarray(0, bytes)])).toMatchObject({
    fine: true,
    count: 0,
    whole: false,
  });
});

test('a message that is larger than allowed is refused by its length, before its bytes have come', () => {
  const head = frameMessage(Buffer.alloc(most + 1)).subarray(0, 5);
  expect(read([head])).toMatchObject({ fine: false, problem: { kind: 'too-large' } });
  expect(read([frameMessage(Buffer.alloc(most))])).toMatchObject({ fine: true, count: 1 });
});

test('a compressed message needs a grpc-encoding', () => {
  const message = frameMessage(Buffer.from('abc'), true);
  expect(read([message])).toMatchObject({ fine: false, problem: { kind: 'protocol' } });
  expect(read([message], true)).toMatchObject({ fine: true, count: 1 });
});

test('other flags than 0 and 1 are a protocol failure', () => {
  expect(read([Buffer.from([2, 0, 0, 0, 0])])).toMatchObject({ fine: false, problem: { kind: 'protocol' } });
});
