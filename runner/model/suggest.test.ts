import { didYouMean, nearest } from './suggest.ts';

test('the nearest known name is suggested, and none where nothing is near', () => {
  expect(nearest('qqps', ['qps', 'url', 'duration'])).toBe('qps');
  expect(nearest('htpt', ['http', 'grpc'])).toBe('http');
  expect(nearest('NumRequests', ['numRequests'])).toBe('numRequests');
  expect(didYouMean('banana', ['qps', 'url'])).toBe('');
});
