import { hostOf, sampleOf, shownUrl, withoutCredentials } from './address.ts';
import { secret } from './loads.fixture.ts';

test.each([
  ['http://me:pw@a.test/x?y=1#z', 'http://a.test/x?y=1#z', 'http://a.test/x', 'a.test'],
  [`https://${secret('login')}@a.test:8443`, 'https://a.test:8443', 'https://a.test:8443', 'a.test:8443'],
  ['http://[::1]:80/@b', 'http://[::1]:80/@b', 'http://[::1]:80/@b', '[::1]:80'],
])('%s is shown without what is secret', (url, bare, shown, host) => {
  expect([withoutCredentials(url), shownUrl(url), hostOf(url)]).toEqual([bare, shown, host]);
});

test('a URL with references can be judged, one that is a reference cannot', () => {
  expect(sampleOf(`http://a.test/${secret('path')}`)).toBe('http://a.test/1');
  expect(sampleOf(`${secret('url')}/get`)).toBeUndefined();
});
