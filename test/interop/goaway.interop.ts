// Servers that end their connections again and again, as proxies do: no call is lost for it.
import { removeWorkFolders } from '../cli/iter8.ts';
import { callWith } from './experiment.ts';
import { nginx } from './servers.ts';
import { describeWith } from './tools.ts';

afterAll(removeWorkFolders);

describeWith(['nginx', 'rgserver'])('nginx that ends a connection after 200 requests', () => {
  test.each([1, 20, 100])('answers all of 5000 calls, %i at a time', async (concurrency) => {
    const { address, end } = await nginx(null, 200);
    const { '': load } = await callWith({
      host: address,
      call: 'routeguide.RouteGuide.GetFeature',
      total: 5000,
      concurrency,
      connections: Math.min(4, concurrency),
    });
    await end();
    const { statuses, failures, unfinished, connections = 0 } = load ?? {};
    expect({ statuses, failures, unfinished }).toEqual({ statuses: { OK: 5000 }, failures: {}, unfinished: 0 });
    expect(connections).toBeGreaterThanOrEqual(25);
  });
});
