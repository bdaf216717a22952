import { readFileSync } from 'node:fs';
import { parse, Root } from 'protobufjs';
import { FileDescriptorProto, FileDescriptorSet } from 'protobufjs/ext/descriptor.js';
import { readInterface } from '../../runner/cli/sample/grpc/interface.ts';
import { reflection, routeGuide } from '../../runner/cli/sample/grpc/protos.ts';
import { type Service, sampleService } from '../cli/iter8.ts';
import { callerOf, exampleProto } from './client.ts';

let service: Service;
beforeAll(async () => {
  service = await sampleService('grpc');
});
afterAll(() => service.stop());

interface Reply {
  file_descriptor_response: { file_descriptor_proto: Uint8Array[] } | null;
  list_services_response: { service: { name: string }[] } | null;
  error_response: { error_code: number; error_message: string } | null;
}

test('the .proto file of the example is that of the service', () => {
  expect(readFileSync(exampleProto, 'utf8')).toBe(routeGuide.text);
});

describe.each(['v1', 'v1alpha'] as const)('reflection %s', (version) => {
  async function ask(...asked: object[]): Promise<Reply[]> {
    const caller = callerOf(service.url, { definition: readInterface(reflection(version)).service });
    const { status, messages } = await caller.call('ServerReflectionInfo', asked);
    caller.close();
    expect(status).toBe('OK');
    return messages as Reply[];
  }

  test('lists the services', async () => {
    const [reply] = await ask({ list_services: '' });
    expect(reply?.list_services_response?.service.map(({ name }) => name)).toEqual([
      'routeguide.RouteGuide',
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
      'grpc.reflection.v1alpha.ServerReflection',
    ]);
  });

  test.each([
    { file_containing_symbol: 'routeguide.RouteGuide' },
    { file_containing_symbol: 'routeguide.RouteGuide.RouteChat' },
    { file_containing_symbol: 'routeguide.Point' },
    { file_by_filename: 'route_guide.proto' },
  ])('%j is answered by the file', async (asked) => {
    const [reply] = await ask(asked);
    const [bytes] = reply?.file_descriptor_response?.file_descriptor_proto ?? [];
    const file = FileDescriptorProto.decode(bytes ?? new Uint8Array());
    const read = Root.fromDescriptor(FileDescriptorSet.encode({ file: [file] }).finish()).lookup('routeguide');
    const { root } = parse(readFileSync(exampleProto, 'utf8'));
    expect(JSON.parse(JSON.stringify(read).replaceAll('.routeguide.', ''))).toMatchObject(
      root.lookup('routeguide')?.toJSON() ?? {},
    );
  });

  test('types have their full names, as compilers write them', async () => {
    const [reply] = await ask({ file_containing_symbol: 'grpc.health.v1.Health' });
    const [bytes] = reply?.file_descriptor_response?.file_descriptor_proto ?? [];
    const { messageType, service: services } = FileDescriptorProto.decode(bytes ?? new Uint8Array()).toJSON();
    expect(messageType[1].field[0].typeName).toBe('.grpc.health.v1.HealthCheckResponse.ServingStatus');
    expect(services[0].method[0].inputType).toBe('.grpc.health.v1.HealthCheckRequest');
  });

  test('what is not there is not found, and the stream goes on', async () => {
    const replies = await ask(
      { file_containing_symbol: 'other.Service' },
      { file_by_filename: 'other.proto' },
      { all_extension_numbers_of_type: 'other.Type' },
      { file_containing_extension: { containing_type: 'routeguide.Point', extension_number: 1 } },
      {},
      { list_services: '' },
    );
    expect(replies.map(({ error_response }) => error_response?.error_code)).toEqual([5, 5, 5, 5, 3, undefined]);
  });
});
