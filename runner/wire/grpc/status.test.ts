import { readStatus, statusNames, statusOfHttp, statusOfReset } from './status.ts';

const read = (text: string) => statusNames[readStatus(Buffer.from(text), 0, text.length)];

test('there are seventeen statuses, each with its number', () => {
  expect(statusNames).toHaveLength(17);
  expect(statusNames.map((_, code) => read(String(code)))).toEqual([...statusNames]);
});

test.each(['17', '99', '100', '', '-1', '1x', 'OK'])('a grpc-status of %j is UNKNOWN', (text) => {
  expect(read(text)).toBe('UNKNOWN');
});

test.each([
  [200, 'UNKNOWN'],
  [400, 'INTERNAL'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'UNIMPLEMENTED'],
  [418, 'UNKNOWN'],
  [429, 'UNAVAILABLE'],
  [500, 'UNKNOWN'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
])('an HTTP %p without grpc-status stands for %s', (http, name) => {
  expect(statusNames[statusOfHttp(http)]).toBe(name);
});

test.each([
  [0, 'INTERNAL'],
  [1, 'INTERNAL'],
  [2, 'INTERNAL'],
  [5, 'UNKNOWN'],
  [7, 'UNAVAILABLE'],
  [8, 'CANCELLED'],
  [11, 'RESOURCE_EXHAUSTED'],
  [12, 'PERMISSION_DENIED'],
  [13, 'UNKNOWN'],
  [4096, 'UNKNOWN'],
])('a stream that is reset with code %p stands for %s', (code, name) => {
  expect(statusNames[statusOfReset(code)]).toBe(name);
});
