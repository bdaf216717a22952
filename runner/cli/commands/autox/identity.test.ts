import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { identityOf } from './identity.ts';

const env = { POD_NAME: 'autox-0', POD_UID: 'u' };
const onLinux = process.platform === 'linux' ? test : test.skip;
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

// A process that does nothing, and what it is called as the holder of a Lease.
async function another(of: Record<string, string> = env) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  children.push(child);
  await once(child, 'spawn');
  const holder = identityOf(of).identity.replace(`${process.pid}-`, `${child.pid}-`);
  return { child, holder };
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

onLinux('a process of the same pod has ended when it is gone', async () => {
  const { isEnded } = identityOf(env);
  const { child, holder } = await another();
  expect(isEnded(holder)).toBe(false);
  await killed(child);
  expect(isEnded(holder)).toBe(true);
});

test('one that is frozen has not', async () => {
  const { child, holder } = await another();
  child.kill('SIGSTOP');
  expect(identityOf(env).isEnded(holder)).toBe(false);
});

test.each([
  ['another pod', { ...env, POD_NAME: 'autox-1' }],
  ['a pod that had the same name', { ...env, POD_UID: 'other' }],
  ['no pod', {}],
])('of a process of %s nothing is known', async (_, of) => {
  const { child, holder } = await another(of);
  await killed(child);
  expect(identityOf(env).isEnded(holder)).toBe(false);
  expect(identityOf(of).isEnded(identityOf(env).identity)).toBe(false);
});

test('nor of one that sees other processes, nor of what is no process', () => {
  const { identity, isEnded } = identityOf(env);
  expect(isEnded(identity.replace(/\/\d+\//, '/1/'))).toBe(false);
  expect(['', 'autox-0', 'autox-0/u/', identity].map(isEnded)).toEqual([false, false, false, false]);
});
