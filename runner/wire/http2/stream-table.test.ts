import fc from 'fast-check';
import type { StreamHandler } from './handler.ts';
import { createStream, type Stream } from './stream.ts';
import { createStreamTable } from './stream-table.ts';

const handler: StreamHandler = {
  field() {},
  headers() {},
  data() {},
  trailers() {},
  end() {},
  failed() {},
  drained() {},
};

test('it holds what a Map would hold, whichever streams come and go', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 99 }), { maxLength: 400 }), (steps) => {
      const table = createStreamTable();
      const model = new Map<number, Stream>();
      let nextId = 1;
      for (const step of steps) {
        const open = [...model.values()];
        const gone = step < 55 ? undefined : open[step % Math.max(1, open.length)];
        if (gone === undefined) {
          const stream = createStream(nextId, handler, false, 0);
          table.add(stream);
          model.set(nextId, stream);
          nextId += step % 7 === 0 ? 64 : 2; // some were opened and are gone
        } else {
          table.remove(gone);
          model.delete(gone.id);
        }
        expect(table.all().map(({ id }) => id)).toEqual([...model.keys()]);
      }
      for (let id = 1; id <= nextId; id += 2) expect(table.get(id)).toBe(model.get(id));
    }),
  );
});

test('removing what is not there changes nothing', () => {
  const table = createStreamTable();
  const [first, second] = [createStream(1, handler, false, 0), createStream(33, handler, false, 0)];
  table.add(first);
  table.remove(second);
  table.remove(first);
  table.remove(first);
  expect([table.all(), table.get(1)]).toEqual([[], undefined]);
});
