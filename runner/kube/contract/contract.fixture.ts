// What every Cluster keeps to. Run against the one in memory by fake/fake-cluster.test.ts, and against a real one by
// whoever calls this with a connection to it.
import { keepsChanges } from './changes.fixture.ts';
import { keepsMany } from './many.fixture.ts';
import { keepsObjects } from './objects.fixture.ts';
import { type Connect, useSite } from './site.fixture.ts';

export function keepsTheContract(connect: Connect): void {
  const site = useSite(connect);
  keepsObjects(site);
  keepsChanges(site);
  keepsMany(site);
}
