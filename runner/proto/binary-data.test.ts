import { splitBinaryData } from './binary-data.ts';
import type { Descriptors } from './descriptors.ts';
import { describeShop, hex } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

const split = (bytes: string) => splitBinaryData(shop, 'shop.v1.Point', Buffer.from(bytes, 'hex'), 'binary-file');

test.each([
  ['a message', '08011002', ['08011002']],
  ['messages, each with its length', '020801021002', ['0801', '1002']],
  ['a message with its length', '020801', ['0801']],
  ['empty messages', '0000', ['', '']],
  ['nothing', '', ['']],
])('%s', (_, bytes, messages) => {
  expect(hex(split(bytes).value)).toEqual(messages);
});

test.each([
  ['a message that is cut off', '08'],
  ['a list that is cut off', '0208010210'],
  ['something else', 'ffff'],
])('%s is refused', (_, bytes) => {
  expect(split(bytes).problems).toEqual([
    {
      path: 'binary-file',
      message: 'is neither one message of type shop.v1.Point, nor a list of them with the length before each',
    },
  ]);
});
