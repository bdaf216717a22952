import { referenceTo } from './secret-reference.ts';
import { hostOf, shownIfUrl, shownUrl, withoutCredentials } from './shown-url.ts';

test.each([
  ['http://me:pw@a.test/x?y=1#z', 'http://a.test/x?y=1#z', 'http://a.test/x', 'a.test'],
  [`https://${referenceTo('login')}@a.test:8443`, 'https://a.test:8443', 'https://a.test:8443', 'a.test:8443'],
  ['http://[::1]:80/@b', 'http://[::1]:80/@b', 'http://[::1]:80/@b', '[::1]:80'],
  [
    `${referenceTo('base')}/x?token=1`,
    `${referenceTo('base')}/x?token=1`,
    `${referenceTo('base')}/x`,
    referenceTo('base'),
  ],
])('%s is shown without what is secret', (url, bare, shown, host) => {
  expect([withoutCredentials(url), shownUrl(url), hostOf(url)]).toEqual([bare, shown, host]);
});

test.each([
  ['ftp://me:pw@a.test/x?y', 'ftp://a.test/x'],
  ['//me:pw@a.test/x?y', '//a.test/x?y'],
  ['values #1?.yaml', 'values #1?.yaml'],
])('%s, which may be no URL, is shown as %s', (text, shown) => {
  expect(shownIfUrl(text)).toBe(shown);
});
