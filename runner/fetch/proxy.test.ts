import { proxyFor } from './proxy.ts';

const proxy = 'http://proxy.test:3128';
const goesTo = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.host;

test.each<[string, string, Record<string, string>, string | undefined]>([
  ['without variables there is no proxy', 'http://a.test/', {}, undefined],
  ['HTTP_PROXY is for http', 'http://a.test/', { HTTP_PROXY: proxy }, 'proxy.test:3128'],
  ['HTTP_PROXY is not for https', 'https://a.test/', { HTTP_PROXY: proxy }, undefined],
  ['https_proxy is for https', 'https://a.test/', { https_proxy: proxy }, 'proxy.test:3128'],
  [
    'lower case beats upper case',
    'http://a.test/',
    { HTTP_PROXY: 'http://b.test:1', http_proxy: proxy },
    'proxy.test:3128',
  ],
  ['ALL_PROXY is for both', 'https://a.test/', { ALL_PROXY: proxy }, 'proxy.test:3128'],
  ['an empty variable is one that is not set', 'http://a.test/', { http_proxy: '', HTTP_PROXY: '' }, undefined],
  ['a proxy needs no scheme', 'https://a.test/', { HTTPS_PROXY: 'proxy.test:3128' }, 'proxy.test:3128'],
])('%s', (_, url, env, expected) => {
  expect(goesTo(url, env)).toBe(expected);
});

test.each<[exception: string, url: string, excepted: boolean]>([
  ['*', 'http://a.test/', true],
  ['a.test', 'http://a.test/', true],
  ['A.test', 'http://a.TEST/', true],
  ['a.test', 'http://b.a.test/', true],
  ['a.test', 'http://ba.test/', false],
  ['.a.test', 'http://b.a.test/', true],
  ['*.a.test', 'http://b.a.test/', true],
  ['x, a.test', 'http://a.test/', true],
  ['a.test:81', 'http://a.test/', false],
  ['a.test:80', 'http://a.test/', true],
  ['a.test:443', 'https://a.test/', true],
  ['10.0.0.0/8', 'http://10.1.2.3/', true],
  ['10.0.0.0/8', 'http://11.1.2.3/', false],
  ['10.0.0.0/99', 'http://10.1.2.3/', false],
  ['0.1', 'http://10.0.0.1/', false],
  ['::1', 'http://[::1]:8080/', true],
  ['[::1]:8080', 'http://[::1]:8080/', true],
  ['[::1]:8081', 'http://[::1]:8080/', false],
  ['fd00::/8', 'http://[fd12::1]/', true],
])('NO_PROXY=%s and %s: excepted is %s', (exception, url, excepted) => {
  expect(goesTo(url, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: exception }) === undefined).toBe(excepted);
});
