import { isGrpc } from './content-type.ts';

test.each([
  ['application/grpc', true],
  ['application/grpc+proto', true],
  ['application/grpc+json', true],
  ['application/grpc;charset=utf-8', true],
  ['Application/GRPC', true],
  ['application/grpc-web', false],
  ['application/grpcx', false],
  ['text/html', false],
  ['', false],
])('%s is gRPC: %p', (type, expected) => {
  const padded = Buffer.from(`..${type}..`);
  expect(isGrpc(padded, 2, 2 + type.length)).toBe(expected);
});
