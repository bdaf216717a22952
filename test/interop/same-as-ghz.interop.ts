// The same calls by ghz and by us: as many, and ending the same way.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { removeWorkFolders } from '../cli/iter8.ts';
import { callWith } from './experiment.ts';
import { exampleProto, freePort, rgserver } from './servers.ts';
import { describeWith, tool } from './tools.ts';

afterAll(removeWorkFolders);
const execute = promisify(execFile);
const call = 'routeguide.RouteGuide.GetFeature';

interface Asked {
  host: string;
  total: number;
  concurrency: number;
  timeout?: string;
  call?: string;
}

async function byGhz(asked: Asked): Promise<Record<string, number>> {
  const { host, total, concurrency, timeout = '20s' } = asked;
  const load = ['-n', `${total}`, '-c', `${concurrency}`, '--connections', '2', '-t', timeout];
  const method = ['--proto', exampleProto, '--call', asked.call ?? call, '-d', '{}'];
  const { stdout } = await execute(tool('ghz'), ['--insecure', ...method, ...load, '-O', 'json', host]);
  const { statusCodeDistribution } = JSON.parse(stdout);
  // NotFound is NOT_FOUND to us; OK is OK.
  const renamed = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  return Object.fromEntries(
    Object.entries<number>(statusCodeDistribution).map(([name, count]) => [renamed(name), count]),
  );
}

async function byIter8(asked: Asked): Promise<Record<string, number>> {
  const loads = await callWith({ call, connections: 2, proto: exampleProto, data: {}, ...asked });
  const [only] = Object.values(loads);
  return only?.statuses ?? {};
}

async function both(args: readonly string[], asked: Omit<Asked, 'host'>): Promise<Record<string, number>[]> {
  const seen = [];
  for (const run of [byGhz, byIter8]) {
    const server = await rgserver(args);
    seen.push(await run({ ...asked, host: server.address }));
    await server.end();
  }
  return seen;
}

describeWith(['ghz', 'rgserver'])('the same counts and statuses as ghz', () => {
  test('where every fifth call is NOT_FOUND', async () => {
    const statuses = { OK: 400, NOT_FOUND: 100 };
    expect(await both(['-fail-every', '5'], { total: 500, concurrency: 20 })).toEqual([statuses, statuses]);
  });

  test('where every fourth call takes longer than its deadline', async () => {
    const statuses = { OK: 60, DEADLINE_EXCEEDED: 20 };
    const asked = { total: 80, concurrency: 10, timeout: '1s' };
    expect(await both(['-delay', '0s,0s,0s,5s'], asked)).toEqual([statuses, statuses]);
  });

  test.each(['RecordRoute', 'RouteChat', 'ListFeatures'])('where every third %s fails', async (method) => {
    const statuses = { OK: 100, UNAVAILABLE: 50 };
    const asked = { total: 150, concurrency: 10, call: `routeguide.RouteGuide.${method}` };
    const args = ['-fail-every', '3', '-fail-status', 'UNAVAILABLE'];
    expect(await both(args, asked)).toEqual([statuses, statuses]);
  });

  test('where nobody listens', async () => {
    const asked = { host: `127.0.0.1:${await freePort()}`, total: 20, concurrency: 4 };
    const statuses = { UNAVAILABLE: 20 };
    expect([await byGhz(asked), await byIter8(asked)]).toEqual([statuses, statuses]);
  });
});
