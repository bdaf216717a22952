import { fakeTerminal } from './terminal.fixture.ts';
import { liveTerminal } from './terminal.ts';

test.each([
  ['UTF-8 in LANG', { LANG: 'en_US.UTF-8' }, true],
  ['spelt otherwise', { LANG: 'C.utf8' }, true],
  ['LC_ALL before LC_CTYPE before LANG', { LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8' }, false],
  ['what is empty does not count', { LC_ALL: '', LANG: 'C.UTF-8' }, true],
  ['no locale', {}, false],
  ['the console of Linux', { LANG: 'C.UTF-8', TERM: 'linux' }, false],
])('whether it shows more than ASCII: %s', (_, env, unicode) => {
  expect(liveTerminal({ stdout: fakeTerminal(), env })?.().unicode).toBe(unicode);
});

test.each([
  ['a file or a pipe', { write: () => {} }, {}],
  ['a dumb terminal', fakeTerminal(), { TERM: 'dumb' }],
])('nothing is redrawn on %s', (_, stdout, env) => {
  expect(liveTerminal({ stdout, env })).toBeUndefined();
});

test('NO_COLOR is heeded', () => {
  expect(liveTerminal({ stdout: fakeTerminal(), env: {} })?.().colour).toBe(true);
  expect(liveTerminal({ stdout: fakeTerminal(), env: { NO_COLOR: '1' } })?.().colour).toBe(false);
});

test('its size is asked for each time', () => {
  const stdout = fakeTerminal(80, 24);
  const terminal = liveTerminal({ stdout, env: {} });
  expect(terminal?.()).toMatchObject({ columns: 80, rows: 23 });
  Object.assign(stdout, { columns: 40, rows: 12 });
  expect(terminal?.()).toMatchObject({ columns: 40, rows: 11 });
});
