import type { Descriptors } from './descriptors.ts';
import { findCall } from './find-call.ts';
import { describeShop } from './shop.fixture.ts';

let shop: Descriptors;

beforeAll(async () => {
  shop = await describeShop();
});

test.each(['shop.v1.Shop.Unary', 'shop.v1.Shop/Unary', '/shop.v1.Shop/Unary'])('%s is a method', (call) => {
  expect(findCall(shop, call).value).toEqual({
    path: '/shop.v1.Shop/Unary',
    service: 'shop.v1.Shop',
    method: 'Unary',
    input: 'shop.v1.Scalars',
    output: 'shop.v1.Maps',
    clientStreams: false,
    serverStreams: false,
  });
});

test.each([
  ['Client', true, false],
  ['Server', false, true],
  ['Both', true, true],
])('%s streams: client %s, server %s', (method, clientStreams, serverStreams) => {
  expect(findCall(shop, `shop.v1.Shop.${method}`).value).toMatchObject({ clientStreams, serverStreams });
});

test.each([
  ['shop.v1.Shop.Unari', 'shop.v1.Shop has no method Unari, only Unary, Client, Server, Both; did you mean Unary?'],
  ['shop.v1.Shop.Xyz', 'shop.v1.Shop has no method Xyz, only Unary, Client, Server, Both'],
  ['shop.v1.Shob.Unary', 'there is no service shop.v1.Shob, only shop.v1.Shop; did you mean shop.v1.Shop?'],
  ['other.Unary', 'there is no service other, only shop.v1.Shop'],
  ['shop.v1.Shop', 'shop.v1.Shop is a service: add the method, one of Unary, Client, Server, Both'],
  ['Unary', 'Unary names no method: it must be package.Service.Method'],
  ['shop.v1.Scalars.d', 'there is no service shop.v1.Scalars, only shop.v1.Shop'],
])('%s is refused', (call, message) => {
  expect(findCall(shop, call).problems).toEqual([{ path: '', message }]);
});
