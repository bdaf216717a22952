import { Client, credentials } from '@grpc/grpc-js';
import { readInterface } from '../../runner/cli/sample/grpc/interface.ts';
import { health } from '../../runner/cli/sample/grpc/protos.ts';
import { type Service, sampleService } from '../cli/iter8.ts';
import { type Caller, callerOf } from './client.ts';

const definition = readInterface(health).service;
const [serving, notServing, serviceUnknown] = [1, 2, 3];
let service: Service;
let checks: Caller;
beforeAll(async () => {
  service = await sampleService('grpc');
  checks = callerOf(service.url, { definition });
});
afterAll(async () => {
  checks.close();
  await service.stop();
});

test.each(['', 'routeguide.RouteGuide', 'grpc.health.v1.Health'])('%j is serving', async (name) => {
  expect(await checks.call('Check', [{ service: name }])).toMatchObject({
    status: 'OK',
    messages: [{ status: serving }],
  });
});

test('a service that is not there is not found', async () => {
  expect(await checks.call('Check', [{ service: 'other.Service' }])).toMatchObject({
    status: 'NOT_FOUND',
    messages: [],
  });
});

test('who watches is told at once, and that it ends', async () => {
  const own = await sampleService('grpc');
  const { Watch } = definition;
  if (Watch === undefined) throw new Error('no Watch');
  const client = new Client(own.url, credentials.createInsecure());
  const watch = (name: string) => {
    const seen: number[] = [];
    const { path, requestSerialize, responseDeserialize } = Watch;
    const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service: name });
    call.on('data', ({ status }) => seen.push(status));
    const ended = new Promise<void>((resolve) => call.once('end', resolve));
    return { seen, ended, first: new Promise<void>((resolve) => call.once('data', () => resolve())) };
  };
  const [known, unknown] = [watch('routeguide.RouteGuide'), watch('other.Service')];
  await Promise.all([known.first, unknown.first]);
  await Promise.all([own.stop(), known.ended, unknown.ended]);
  expect([known.seen, unknown.seen]).toEqual([[serving, notServing], [serviceUnknown]]);
  client.close();
});
