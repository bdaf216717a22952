import { createLiveBlock } from './live-block.ts';
import { fakeTerminal } from './terminal.fixture.ts';

function set(columns = 40, rows = 10) {
  const terminal = fakeTerminal(columns, rows);
  terminal.write('$ iter8 watch\n');
  return { terminal, block: createLiveBlock(terminal) };
}

test('is drawn again in its place, and what stands above it stays', () => {
  const { terminal, block } = set();
  block.show(['one', 'two']);
  block.show(['ONE', 'two', 'three']);
  expect(terminal.screen()).toEqual(['$ iter8 watch', 'ONE', 'two', 'three']);
});

test('leaves nothing of lines that were longer, nor of lines that went', () => {
  const { terminal, block } = set();
  block.show(['a long line', 'another', 'a third one']);
  block.show(['short']);
  expect(terminal.screen()).toEqual(['$ iter8 watch', 'short']);
});

test('what did not change is not written again', () => {
  const { terminal, block } = set();
  block.show(['one']);
  const before = terminal.written;
  block.show(['one']);
  expect(terminal.written).toBe(before);
});

test('is found again on a terminal that became narrower and folded its lines', () => {
  const { terminal, block } = set();
  block.show(['x'.repeat(38), 'y'.repeat(25)]);
  terminal.narrow(20);
  block.show(['narrow', 'now']);
  expect(terminal.screen()).toEqual(['$ iter8 watch', 'narrow', 'now']);
});

test('lines can be put above it', () => {
  const { terminal, block } = set();
  block.show(['one', 'two']);
  block.clear();
  terminal.write('a log line\n');
  block.show(['one', 'two']);
  expect(terminal.screen()).toEqual(['$ iter8 watch', 'a log line', 'one', 'two']);
});

test('hides the cursor while it lives, and brings it back below its last line', () => {
  const { terminal, block } = set();
  block.show(['one', 'two']);
  expect(terminal.cursor().isShown).toBe(false);
  block.close();
  expect(terminal.cursor()).toEqual({ row: 3, isShown: true });
});

test('its colours take no room', () => {
  const { terminal, block } = set(10);
  block.show(['\x1b[31mninechars\x1b[0m', 'two']);
  block.show(['again']);
  expect(terminal.screen()).toEqual(['$ iter8 wa', 'tch', 'again']);
});
