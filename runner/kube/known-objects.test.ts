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
function follow(mirror: Map<string, KubeObject>, changes: ReturnType<ReturnType<typeof knownObjects>['take']>) {
  for (const { type, object } of changes) {
    const { name } = object.metadata;
    expect(mirror.has(name)).toBe(type !== 'added');
    if (type === 'deleted') mirror.delete(name);
    else mirror.set(name, object);
  }
}

// A list in two pages.
function replace(known: ReturnType<typeof knownObjects>, is: State, first: number) {
  const listed = known.replace();
  const [all, at] = [objectsOf(is), first % (is.length + 1)];
  return [...listed.page(all.slice(0, at)), ...listed.page(all.slice(at)), ...listed.end()];
}

test('whoever follows the changes of list after list knows the last list', () => {
  fc.assert(
    fc.property(fc.array(state), fc.nat(), (states, first) => {
      const [known, mirror] = [knownObjects(), new Map<string, KubeObject>()];
      for (const is of states) {
        follow(mirror, replace(known, is, first));
        const byName = (objects: Iterable<KubeObject>) =>
          [...objects].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
        expect(byName(mirror.values())).toEqual(byName(objectsOf(is)));
      }
    }),
  );
});

test('a list that changed nothing changes nothing', () => {
  fc.assert(
    fc.property(state, fc.nat(), (is, first) => {
      const known = knownObjects();
      replace(known, is, first);
      expect(replace(known, is, first + 1)).toEqual([]);
    }),
  );
});

test('a list that broke off has taken nothing away', () => {
  const known = knownObjects();
  const objects = objectsOf([
    { name: 'a', uid: '1', version: 1 },
    { name: 'b', uid: '1', version: 1 },
  ]);
  replaceAll(known, objects);
  known.replace().page(objects.slice(0, 1));
  expect(replaceAll(known, objects)).toEqual([]);
});

test('of what is gone it tells who it was, and holds no more of it than that', () => {
  const known = knownObjects();
  const labels = { app: 'a' };
  const metadata = { name: 'a', namespace: 'n', uid: '1', resourceVersion: '1', labels };
  const large = { ...metadata, managedFields: [{}], annotations: { large: 'x' } };
  replaceAll(known, [{ apiVersion: 'v1', kind: 'Secret', metadata: large, data: { large: 'x' }, status: {} }]);
  expect(replaceAll(known, [])).toEqual([{ type: 'deleted', object: { apiVersion: 'v1', kind: 'Secret', metadata } }]);
});

function replaceAll(known: ReturnType<typeof knownObjects>, objects: readonly KubeObject[]) {
  const listed = known.replace();
  return [...listed.page(objects), ...listed.end()];
}
