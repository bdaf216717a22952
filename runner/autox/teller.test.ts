import { createTeller } from './teller.ts';

const lines: string[] = [];
const say = (message: string) => void lines.push(message);
const log = { debug() {}, info: say, warn: say, error: say };
const failed = (message: string) => teller.troubled('web', 'Failed', message);
let teller = createTeller({ log, record() {}, pod: undefined });
beforeEach(() => {
  lines.length = 0;
  teller = createTeller({ log, record() {}, pod: undefined });
});

test('what stays as it is is told once, and again after it was over', () => {
  for (let i = 0; i < 3; i++) for (const message of ['a', 'b']) failed(message);
  expect(lines).toEqual(['group web: a', 'group web: b']);
  teller.well('web', 'Failed');
  failed('a');
  expect(lines).toHaveLength(3);
});

test('what is worded anew each time is not remembered for ever; what stays is', () => {
  for (let i = 0; i < 1000; i++) for (const message of ['stays', `at ${i}`]) failed(message);
  expect(lines.filter((line) => line.endsWith('stays'))).toHaveLength(1);
  failed('at 0');
  expect(lines).toHaveLength(1002);
});
