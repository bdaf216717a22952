import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectCluster } from './connect.ts';
import { keepsTheContract } from './contract/contract.fixture.ts';
import { fakeCluster } from './fake/fake-cluster.fixture.ts';
import { serve } from './served-cluster.fixture.ts';

describe('the client of an API server', () => {
  const server = createServer(serve(fakeCluster()));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  keepsTheContract(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const apiserver = `http://127.0.0.1:${port}`;
    return { cluster: await connectCluster({ apiserver, env: {} }), namespace: 'default' };
  });
});
