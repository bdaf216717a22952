import { grpcLoad } from './load.fixture.ts';
import { dialTarget } from './target.ts';

test.each([
  ['features:50051', { host: 'features', port: 50051 }],
  ['10.0.0.7:80', { host: '10.0.0.7', port: 80 }],
  ['[::1]:50051', { host: '::1', port: 50051 }],
  ['unix:/run/features.sock', { path: '/run/features.sock' }],
])('calls to %s go there', (host, expected) => {
  expect(dialTarget(grpcLoad(host))).toMatchObject(expected);
});

test.each([
  ['features.example:443', 'features.example'],
  ['features.example', 'features.example'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
])('the certificate for authority %s has to be for %s', (authority, servername) => {
  expect(dialTarget(grpcLoad('10.0.0.7:443', { authority })).servername).toBe(servername);
});
