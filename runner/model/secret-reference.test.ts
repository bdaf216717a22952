import { referenceTo, resolvedSample } from './secret-reference.ts';

test('a text with references can be judged, one that starts with a reference cannot', () => {
  expect(resolvedSample(`http://a.test/${referenceTo('path')}`)).toBe('http://a.test/1');
  expect(resolvedSample(`${referenceTo('url')}/get`)).toBeUndefined();
});
