import { Iter8Error } from '../model/errors.ts';
import { resolveSecrets } from './secrets.ts';

const reference = (key: string) => `\${secret:${key}}`;
const lookup = (key: string) => ({ token: 'abc', 'http.headers.A': 'x y' })[key];

test('references are resolved anywhere inside, also within a text and more than once', () => {
  const plan = {
    url: `http://u:${reference('token')}@x/${reference('token')}`,
    list: [{ deep: reference('http.headers.A') }],
    n: 5,
  };
  expect(resolveSecrets(plan, lookup)).toEqual({ url: 'http://u:abc@x/abc', list: [{ deep: 'x y' }], n: 5 });
  expect(plan.list[0]?.deep).toBe(reference('http.headers.A'));
});

test('a value that looks like a reference is not resolved again', () => {
  expect(resolveSecrets(reference('a'), () => reference('a'))).toBe(reference('a'));
});

test('with a second dollar the reference itself is meant', () => {
  expect(resolveSecrets(`$${reference('token')}, $\${HOME} and $5`, lookup)).toBe(
    `${reference('token')}, $\${HOME} and $5`,
  );
});

test('an unknown key is named, with the place', () => {
  expect(() => resolveSecrets({ a: [{ b: reference('nope') }] }, lookup)).toThrow('a[0].b: there is no secret nope');
  const refuse = () => {
    throw new Iter8Error('SECRET', 'set ITER8_SECRET_NOPE');
  };
  expect(() => resolveSecrets({ a: reference('nope') }, refuse)).toThrow('a: secret nope: set ITER8_SECRET_NOPE');
});

test.each(['', 'a b', '../x'])('a key %j is refused', (key) => {
  expect(() => resolveSecrets(reference(key), lookup)).toThrow('is no reference');
});

test('bytes and other objects pass as they are', () => {
  const bytes = new Uint8Array([1, 2]);
  const names = new Map([['a', 1]]);
  expect(resolveSecrets({ bytes, names }, lookup)).toEqual({ bytes, names });
  expect(resolveSecrets({ bytes }, lookup).bytes).toBe(bytes);
});

test('a property called __proto__ is only a property', () => {
  const resolved = resolveSecrets(JSON.parse(`{"__proto__": {"x": "${reference('token')}"}}`), lookup);
  expect(Object.getPrototypeOf(resolved)).toBe(Object.prototype);
  expect(JSON.stringify(resolved)).toBe('{"__proto__":{"x":"abc"}}');
});
