import { isChartVersion, singularOf, spellingsOf, wrongName } from './names.ts';

test.each([
  ['release', 'autox-httpbin-iter8', true],
  ['release', 'a'.repeat(53), true],
  ['release', 'a'.repeat(54), false],
  ['release', 'autox-HTTP', false],
  ['release', 'autox-', false],
  ['namespace', 'my.namespace', false],
  ['object', 'my.object', true],
  ['object', 'a_b', false],
  ['object', '', false],
] as const)('as the name of a %s, %j is good: %s', (kind, name, good) => {
  expect(wrongName(kind, name) === undefined).toBe(good);
});

test.each([
  '0.13.4',
  'v1.2.3-rc.1+build',
  '1',
  '1.x',
  '*',
  '~1.2',
  '^0.13',
  '>=1.0.0 <2.0.0',
  '1.0 - 2.0',
  '1.x || >=3',
])('%j is a version of a chart', (text) => expect(isChartVersion(text)).toBe(true));

test.each(['', 'latest', '1.2.3.4', '1.2;3', '>=', '1.0 ||'])('%j is none', (text) => {
  expect(isChartVersion(text)).toBe(false);
});

test.each([
  ['deployments', 'deployment'],
  ['ingresses', 'ingress'],
  ['ingress', 'ingress'],
  ['policies', 'policy'],
  ['deploy', 'deployments'],
])('%s and %s are one resource', (a, b) => {
  expect(singularOf(a)).toBe(singularOf(b));
});

test.each([
  ['deployment', 'deployments'],
  ['ingress', 'ingresses'],
  ['policy', 'policies'],
  ['services', 'services'],
  ['ksvc', 'services'],
])('what is called %s may be %s in the API', (said, real) => {
  expect(spellingsOf(said)).toContain(real);
  expect(spellingsOf(said)[0]).toBe(said);
});
