import type { KubeObject } from '../../model/cluster.ts';
import { reasonOf } from './reason.ts';
import { available, type Told, telling, unavailable } from './scene.fixture.ts';

const reason = (object: KubeObject, condition: string | null = 'Available') => reasonOf(object, condition);
const withStatus = (status: unknown, generation = 2): KubeObject => ({
  ...telling([], { generation }),
  status,
});

test('an object whose condition is True is ready', () => {
  expect(reason(available)).toBeUndefined();
});

test('an object without a condition to wait for is ready as it is', () => {
  expect(reason(withStatus(undefined), null)).toBeUndefined();
});

test('a condition that is not True is shown with its reason and message', () => {
  expect(reason(unavailable)).toBe(
    'condition Available is False (MinimumReplicasUnavailable: Deployment does not have minimum availability)',
  );
});

test.each<[given: unknown, shown: string]>([
  ['False', 'False'],
  ['Unknown', 'Unknown'],
  ['true', 'true'],
  [true, 'Unknown'],
  [undefined, 'Unknown'],
])('only the text True is True: %j', (status, shown) => {
  expect(reason(telling([{ type: 'Available', status }]))).toBe(`condition Available is ${shown}`);
});

describe('an object that is being deleted', () => {
  const deletionTimestamp = '2023-01-11T14:43:45Z';

  test('is not ready, whatever its condition', () => {
    expect(reason(telling([{ type: 'Available', status: 'True' }], { deletionTimestamp }))).toBe('it is being deleted');
  });

  test('does not exist any more for whoever asks for no more', () => {
    expect(reason(telling([], { deletionTimestamp }), null)).toBe('it is being deleted');
  });
});

describe('a condition that is not there', () => {
  test('is told with those that are', () => {
    const others = [
      { type: 'Progressing', status: 'True' },
      { type: 'Paused', status: 'False' },
    ];
    expect(reason(telling(others))).toBe(
      'it has no condition Available yet; there are Progressing is True, Paused is False',
    );
  });

  test('is told without those beyond the eighth', () => {
    const many = Array.from({ length: 10 }, (_, i) => ({ type: `C${i}`, status: 'True' }));
    expect(reason(telling(many))).toMatch(/C7 is True, and 2 more$/);
  });

  test.each([
    undefined,
    null,
    'ready',
    [],
    {},
    { conditions: null },
    { conditions: {} },
    { conditions: [null, 5, 'True', []] },
  ])('is told of a status that has none: %j', (status) => {
    expect(reason(withStatus(status))).toBe('it has no condition Available yet, nor any other');
  });
});

describe('generations', () => {
  const conditions = [{ type: 'Available', status: 'True' }];

  test.each([1, '1', 0])('a status that is older than the object says nothing: %j of 2', (observedGeneration) => {
    expect(reason(withStatus({ observedGeneration, conditions }))).toBe(
      `its controller has not seen generation 2 yet, only ${observedGeneration}`,
    );
  });

  test.each([2, '2', 3, undefined, null, 'soon', ''])(
    'a status that is not, or where nobody counts, does: %j of 2',
    (observedGeneration) => {
      expect(reason(withStatus({ observedGeneration, conditions }))).toBeUndefined();
    },
  );

  test('a condition that counts for itself has to be of the newest one', () => {
    const told = (observedGeneration: number): Told => ({ type: 'Available', status: 'True', observedGeneration });
    expect(reason(telling([told(1)], { generation: 2 }))).toBe(
      'condition Available is True for generation 1, not for 2 yet',
    );
    expect(reason(telling([told(2)], { generation: 2 }))).toBeUndefined();
  });
});

describe('what an object says of itself', () => {
  const saying = (message: string, why = 'Why') =>
    reason(telling([{ type: 'Available', status: 'False', reason: why, message }])) ?? '';

  test('cannot move the cursor, colour a line or start a new one', () => {
    expect(saying('\u001b[31mred\nINFO fake\u202e')).toBe(
      'condition Available is False (Why: \\u001b[31mred\\nINFO fake\\u202e)',
    );
  });

  test('is cut where it is long', () => {
    expect(saying('x'.repeat(1e6)).length).toBeLessThan(400);
    expect(saying('x', 'y'.repeat(1e6)).length).toBeLessThan(400);
    const names = Array.from({ length: 1000 }, (_, i) => ({ type: `${i}`.repeat(1000), status: 'z'.repeat(1000) }));
    expect(reason(telling(names))?.length).toBeLessThan(1200);
  });

  test('is left out where it is empty', () => {
    expect(saying(' ', '')).toBe('condition Available is False');
  });
});
