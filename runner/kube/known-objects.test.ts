import fc from 'fast-check';
import type { KubeObject } from '../model/cluster.ts';
import { knownObjects } from './known-objects.ts';

const state = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    uid: fc.constantFrom('1', '2'),
    version: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ name }) => name },
);
type State = typeof state extends fc.Arbitrary<infer T> ? T : never;
const objectsOf = (is: State): KubeObject[] =>
  is.map(({ name, uid, version }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, uid, resourceVersion: String(version) },
  }));

// What somebody knows who heard of every change, and was right to believe each.
function follow(mirror: Map<string, KubeObject>, changes: ReturnType<ReturnType<typeof knownObjects>['replace']>) {
  for (const { type, object } of changes) {
    const { name } = object.metadata;
    expect(mirror.has(name)).toBe(type !== 'added');
    if (type === 'deleted') mirror.delete(name);
    else mirror.set(name, object);
  }
}

test('whoever follows the changes of list after list knows the last list', () => {
  fc.assert(
    fc.property(fc.array(state), (states) => {
      const [known, mirror] = [knownObjects(), new Map<string, KubeObject>()];
      for (const is of states) {
        follow(mirror, known.replace(objectsOf(is)));
        const byName = (objects: Iterable<KubeObject>) =>
          [...objects].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
        expect(byName(mirror.values())).toEqual(byName(objectsOf(is)));
      }
    }),
  );
});

test('a list that changed nothing changes nothing', () => {
  fc.assert(
    fc.property(state, (is) => {
      const known = knownObjects();
      known.replace(objectsOf(is));
      expect(known.replace(objectsOf(is))).toEqual([]);
    }),
  );
});
