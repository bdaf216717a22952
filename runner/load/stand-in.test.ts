import { once } from 'node:events';
import { connect } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { flags, frameTypes } from '../wire/http2/codes.ts';
import { answerHttp2, frame } from './stand-in.ts';

test('a client of another make gets the same answer to each request', async () => {
  const answer = [
    frame(frameTypes.headers, flags.endHeaders, Buffer.from([0x88])),
    frame(frameTypes.data, flags.endStream, Buffer.from('ok')),
  ];
  const server = createServer((socket) => answerHttp2(socket, answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const bodies = Array.from({ length: 20 }, async (_, i) => {
    const stream = session.request({ ':method': i % 2 === 0 ? 'GET' : 'POST' });
    if (i % 2 === 1) stream.write('a payload');
    stream.end();
    let body = '';
    for await (const chunk of stream) body += chunk;
    return body;
  });
  expect(await Promise.all(bodies)).toEqual(Array(20).fill('ok'));
  session.close();
  server.close();
});
