import { createResolver, type Lookup } from './resolve.ts';

function counting(...answers: string[][]): { lookup: Lookup; asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = (host, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    setImmediate(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      ),
    );
  };
  return { lookup, asked };
}

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['[::1]', '::1'],
])('%s is its own address', async (host, address) => {
  const { lookup, asked } = counting([]);
  expect(await createResolver(lookup).resolve(host)).toEqual([address]);
  expect(asked).toEqual([]);
});

test('addresses come in the order of the system, each once', async () => {
  const { lookup } = counting(['10.0.0.2', '10.0.0.1', '10.0.0.2']);
  expect(await createResolver(lookup).resolve('a.test')).toEqual(['10.0.0.2', '10.0.0.1']);
});

test('lookups at the same time are one', async () => {
  const { lookup, asked } = counting(['10.0.0.1']);
  const { resolve } = createResolver(lookup);
  await Promise.all([resolve('a.test'), resolve('a.test'), resolve('a.test')]);
  expect(asked).toEqual(['a.test']);
});

test('a lookup is believed for a second', async () => {
  let time = 0;
  const { lookup, asked } = counting(['10.0.0.1'], ['10.0.0.2']);
  const { resolve } = createResolver(lookup, () => time);
  await resolve('a.test');
  time = 999;
  expect(await resolve('a.test')).toEqual(['10.0.0.1']);
  time = 1000;
  expect(await resolve('a.test')).toEqual(['10.0.0.2']);
  expect(asked).toHaveLength(2);
});

test('a failed lookup is not remembered', async () => {
  let calls = 0;
  const { resolve } = createResolver((_host, _options, callback) => {
    if (++calls === 1) callback(Object.assign(new Error('down'), { code: 'EAI_AGAIN' }), []);
    else callback(null, [{ address: '10.0.0.1', family: 4 }]);
  });
  await expect(resolve('a.test')).rejects.toThrow('down');
  expect(await resolve('a.test')).toEqual(['10.0.0.1']);
});

test('a name without addresses is not found', async () => {
  await expect(createResolver(counting([]).lookup).resolve('a.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('connections are spread: each starts one address further', async () => {
  const { order } = createResolver(counting(['a', 'b', 'c']).lookup);
  expect(await order('x.test')).toEqual(['a', 'b', 'c']);
  expect(await order('x.test')).toEqual(['b', 'c', 'a']);
  expect(await order('x.test')).toEqual(['c', 'a', 'b']);
  expect(await order('x.test')).toEqual(['a', 'b', 'c']);
});

test('an address that failed comes last for five seconds, or until it worked', async () => {
  let time = 0;
  const { order, failed, worked } = createResolver(counting(['a', 'b']).lookup, () => time);
  failed('x.test', 'a');
  expect(await order('x.test')).toEqual(['b', 'a']);
  expect(await order('x.test')).toEqual(['b', 'a']);
  worked('x.test', 'a');
  expect((await order('x.test')).length).toBe(2);
  failed('x.test', 'b');
  time = 5000;
  const firsts = [(await order('x.test'))[0], (await order('x.test'))[0]];
  expect(firsts.sort()).toEqual(['a', 'b']);
});

test('where every address failed, all are tried in turn', async () => {
  const { order, failed } = createResolver(counting(['a', 'b']).lookup);
  failed('x.test', 'a');
  failed('x.test', 'b');
  expect((await order('x.test'))[0]).toBe('a');
  expect((await order('x.test'))[0]).toBe('b');
});
