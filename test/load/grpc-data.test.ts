// Data that is rendered for each call, and may fit in one and not in the next.
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import { Iter8Error } from '../../runner/model/errors.ts';
import { describeTexts } from '../../runner/proto/describe-texts.ts';
import { startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure, requests } from './harness.ts';

afterEach(stopGrpcTargets);
afterAll(closeEngines);

const noImports = { folders: [], read: async () => undefined };
const point = { name: 'a.proto', text: 'syntax = "proto3"; message Point { int32 latitude = 1; }' };

test.each([
  ['a number out of range', '{"latitude": 1{{.RequestNumber}}00000000}', 1 << 20, 'data.latitude: 11'],
  ['a message too large', '{"latitude": {{.RequestNumber}}}', 1, 'data: the message has 2 bytes'],
])('%s ends the load as what is wrong with the input', async (_, text, mostSendBytes, words) => {
  const target = await startGrpcTarget();
  const { value } = await describeTexts([point], noImports);
  const descriptors = value?.bytes() ?? new Uint8Array();
  const load = measure(
    grpcLoad(target.host, {
      messages: { kind: 'template', text, type: 'Point', descriptors, eachMessage: false },
      templates: 'all',
      mostSendBytes,
      schedule: requests(20),
    }),
  );
  const error = await load.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(Iter8Error);
  expect(error).toMatchObject({ code: 'INPUT', message: expect.stringContaining(words) });
});
