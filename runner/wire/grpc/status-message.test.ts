import { decodeStatusMessage } from './status-message.ts';

test.each([
  ['no such feature', 'no such feature'],
  ['100%25 full', '100% full'],
  ['gr%C3%BC%c3%9fe', 'grüße'],
  ['50% of %zz and %4', '50% of %zz and %4'],
  ['first%0A%0Dsecond', 'first second'],
  ['%FF', '\ufffd'],
  ['', ''],
])('the message %j reads %j', (sent, shown) => {
  expect(decodeStatusMessage(sent)).toBe(shown);
});
