import { Iter8Error } from '../model/errors.ts';
import { referenceTo } from '../model/secret-reference.ts';
import { checkSecrets, resolveSecrets } from './secrets.ts';

const lookup = (key: string) => ({ token: 'abc', 'http.headers.A': 'x y' })[key];

test('references are resolved anywhere inside, also within a text and more than once', () => {
  const plan = {
    url: `http://u:${referenceTo('token')}@x/${referenceTo('token')}`,
    list: [{ deep: referenceTo('http.headers.A') }],
    n: 5,
  };
  expect(resolveSecrets(plan, lookup)).toEqual({ url: 'http://u:abc@x/abc', list: [{ deep: 'x y' }], n: 5 });
  expect(plan.list[0]?.deep).toBe(referenceTo('http.headers.A'));
});

test('a value that looks like a reference is not resolved again', () => {
  expect(resolveSecrets(referenceTo('a'), () => referenceTo('a'))).toBe(referenceTo('a'));
});

test('with a second dollar the reference itself is meant', () => {
  expect(resolveSecrets(`$${referenceTo('token')}, $\${HOME} and $5`, lookup)).toBe(
    `${referenceTo('token')}, $\${HOME} and $5`,
  );
});

test('an unknown key is named, with the place', () => {
  expect(() => resolveSecrets({ a: [{ b: referenceTo('nope') }] }, lookup)).toThrow('a[0].b: there is no secret nope');
  const refuse = () => {
    throw new Iter8Error('SECRET', 'there is no secret nope');
  };
  expect(() => resolveSecrets({ a: referenceTo('nope') }, refuse)).toThrow('a: there is no secret nope');
});

test.each(['', 'a b', '../x'])('a key %j is refused', (key) => {
  expect(() => resolveSecrets(referenceTo(key), lookup)).toThrow('is no reference');
});

test('bytes and other objects pass as they are', () => {
  const bytes = new Uint8Array([1, 2]);
  const names = new Map([['a', 1]]);
  expect(resolveSecrets({ bytes, names }, lookup)).toEqual({ bytes, names });
  expect(resolveSecrets({ bytes }, lookup).bytes).toBe(bytes);
});

test('a property called __proto__ is only a property', () => {
  const resolved = resolveSecrets(JSON.parse(`{"__proto__": {"x": "${referenceTo('token')}"}}`), lookup);
  expect(Object.getPrototypeOf(resolved)).toBe(Object.prototype);
  expect(JSON.stringify(resolved)).toBe('{"__proto__":{"x":"abc"}}');
});

describe('before anything runs', () => {
  const entry = (task: string, inputs: Record<string, unknown>) => ({ task, with: inputs });

  test('all secrets that are missing are told at once, each by its input', () => {
    const entries = [
      entry('http', { url: referenceTo('token'), headers: { A: referenceTo('a'), B: referenceTo('b') } }),
      entry('notify', { url: referenceTo('a') }),
    ];
    expect(() => checkSecrets(entries, lookup)).toThrow(
      '3 secrets are missing:\n  http.headers.A: there is no secret a\n  http.headers.B: there is no secret b\n  notify.url: there is no secret a',
    );
  });

  test('one that is missing is told in one line', () => {
    expect(() => checkSecrets([entry('http', { url: referenceTo('a') })], lookup)).toThrow(
      /^http\.url: there is no secret a$/,
    );
  });

  test('nothing is wrong where all are there', () => {
    expect(() => checkSecrets([entry('http', { url: referenceTo('token') })], lookup)).not.toThrow();
  });
});
