// What servers send, good and bad, as frames: the corpus of the session's, the splitting and the fuzz tests.
import type { Field } from '../../../runner/wire/hpack/encoder.ts';
import { cutHeaders, data, frame, goAway, headers, ping, reset, settings, uint32, windowUpdate } from './frames.ts';

export interface Answer {
  name: string;
  requests?: string[]; // methods; one GET where not told
  frames: Buffer[]; // after the server's first SETTINGS
  ended?: true; // the server closes the connection then
  told: string[];
  sent: string[]; // in return
}

const ok: Field[] = [[':status', '200']];
const sized = (length: number): Field[] => [...ok, ['content-length', String(length)]];
const hello = [headers(1, ok), data(1, 'hello', { end: true })];
const big = 'x'.repeat(16_384);

export const good: Answer[] = [
  {
    name: 'headers and a body',
    frames: [headers(1, [...ok, ['content-type', 'text/plain']]), data(1, 'hello', { end: true })],
    told: ['1 headers 200 content-type=text/plain', '1 end with 5 bytes'],
    sent: [],
  },
  { name: 'headers alone', frames: [headers(1, ok, { end: true })], told: ['1 headers 200 ended', '1 end'], sent: [] },
  {
    name: 'a body in pieces, ended by an empty frame',
    frames: [headers(1, sized(6)), data(1, 'abc'), data(1, ''), data(1, 'def'), data(1, '', { end: true })],
    told: ['1 headers 200 content-length=6', '1 end with 6 bytes'],
    sent: [],
  },
  {
    name: 'trailers',
    frames: [headers(1, ok), data(1, 'hello'), headers(1, [['grpc-status', '0']], { end: true })],
    told: ['1 headers 200', '1 trailers grpc-status=0', '1 end with 5 bytes'],
    sent: [],
  },
  {
    name: 'informational responses before the final one',
    frames: [
      headers(1, [
        [':status', '103'],
        ['link', '</a>'],
      ]),
      headers(1, [[':status', '100']]),
      ...hello,
    ],
    told: ['1 headers 200', '1 end with 5 bytes'],
    sent: [],
  },
  {
    name: 'padding',
    frames: [headers(1, ok, { pad: 30 }), data(1, 'hel', { pad: 255 }), data(1, 'lo', { pad: 0, end: true })],
    told: ['1 headers 200', '1 end with 5 bytes'],
    sent: [],
  },
  {
    name: 'a header block in many frames, with a priority',
    frames: [
      cutHeaders(1, [...ok, ['server', 'a server with a long name']], 6),
      frame(1, 0x25, 3, Buffer.concat([uint32(0), Buffer.from([16, 0x88])])),
      data(1, 'x', { end: true }),
    ],
    requests: ['GET', 'GET'],
    told: ['1 headers 200 server=a server with a long name', '3 headers 200 ended', '3 end', '1 end with 1 bytes'],
    sent: [],
  },
  {
    name: 'frames of streams that take turns',
    requests: ['GET', 'GET'],
    frames: [headers(3, ok), headers(1, ok), data(1, 'a'), data(3, 'bb', { end: true }), data(1, 'c', { end: true })],
    told: ['3 headers 200', '1 headers 200', '3 end with 2 bytes', '1 end with 2 bytes'],
    sent: [],
  },
  {
    name: 'PING, SETTINGS, PRIORITY, WINDOW_UPDATE and unknown frames in between',
    frames: [
      ping('12345678'),
      headers(1, ok),
      frame(200, 255, 77, Buffer.from('what is this?')),
      frame(2, 0, 5, Buffer.alloc(5)),
      settings({ initialWindowSize: 100 }),
      windowUpdate(1, 5),
      windowUpdate(0, 5),
      data(1, 'hello', { end: true }),
      frame(6, 1, 0, Buffer.alloc(8)),
    ],
    told: ['1 headers 200', 'room changed', '1 end with 5 bytes'],
    sent: ['PING ACK', 'SETTINGS ACK'],
  },
  {
    name: 'a full frame',
    frames: [headers(1, sized(16_384)), data(1, big, { end: true })],
    told: ['1 headers 200 content-length=16384', '1 end with 16384 bytes'],
    sent: [],
  },
  ...['204', '304'].map(
    (status): Answer => ({
      name: `a ${status} that tells a length`,
      frames: [
        headers(
          1,
          [
            [':status', status],
            ['content-length', '5'],
          ],
          { end: true },
        ),
      ],
      told: [`1 headers ${status} content-length=5 ended`, '1 end'],
      sent: [],
    }),
  ),
  {
    name: 'an answer to HEAD that tells a length',
    requests: ['HEAD'],
    frames: [headers(1, sized(5)), data(1, '', { end: true })],
    told: ['1 headers 200 content-length=5', '1 end'],
    sent: [],
  },
  {
    name: 'GOAWAY: what was not looked at is told as such, the rest goes on',
    requests: ['GET', 'GET'],
    frames: [goAway(1, 'NO_ERROR'), ...hello],
    told: [
      'room changed',
      '3 failed closed: the server closes the connection (GOAWAY: NO_ERROR) (unprocessed)',
      '1 headers 200',
      '1 end with 5 bytes',
      'closed',
    ],
    sent: ['GOAWAY NO_ERROR'],
  },
  {
    name: 'GOAWAY ahead of a later one',
    requests: ['GET', 'GET'],
    frames: [goAway(2 ** 31 - 1, 'NO_ERROR', 'soon'), ...hello, goAway(1, 'NO_ERROR')],
    told: [
      'room changed',
      '1 headers 200',
      '1 end with 5 bytes',
      '3 failed closed: the server closes the connection (GOAWAY: NO_ERROR) (unprocessed)',
      'closed',
    ],
    sent: ['GOAWAY NO_ERROR'],
  },
  {
    name: 'a stream that is refused',
    frames: [reset(1, 'REFUSED_STREAM')],
    told: ['1 failed reset: the server reset the stream (REFUSED_STREAM) (unprocessed)'],
    sent: [],
  },
  ...[ok, sized(5)].map(
    (fields, i): Answer => ({
      name: `a body that ends with RST_STREAM and no error, its length ${i === 0 ? 'unknown' : 'reached'}`,
      frames: [headers(1, fields), data(1, 'hello'), reset(1, 'NO_ERROR')],
      told: [`1 headers 200${i === 0 ? '' : ' content-length=5'}`, '1 end with 5 bytes'],
      sent: [],
    }),
  ),
  {
    name: 'RST_STREAM without error before the body is whole',
    frames: [headers(1, sized(6)), data(1, 'hello'), reset(1, 'NO_ERROR')],
    told: ['1 headers 200 content-length=6', '1 failed reset: the server reset the stream (NO_ERROR)'],
    sent: [],
  },
  {
    name: 'a stream that is reset within its body',
    frames: [headers(1, ok), data(1, 'he'), reset(1, 'INTERNAL_ERROR')],
    told: ['1 headers 200', '1 failed reset: the server reset the stream (INTERNAL_ERROR)'],
    sent: [],
  },
  {
    name: 'a close while idle',
    frames: hello,
    ended: true,
    told: ['1 headers 200', '1 end with 5 bytes', 'closed'],
    sent: [],
  },
];

const lost = 'closed: the server closed the connection before the end of its answer';
const angry = 'closed: the server closes the connection (GOAWAY: ENHANCE_YOUR_CALM, too_many_pings?)';

export const broken: Answer[] = [
  {
    name: 'a close before the answer',
    frames: [],
    ended: true,
    told: [`failed ${lost}`, `1 failed ${lost}`],
    sent: [],
  },
  {
    name: 'a close within a frame',
    frames: [headers(1, ok), data(1, 'hello').subarray(0, 11)],
    ended: true,
    told: ['1 headers 200', `failed ${lost}`, `1 failed ${lost}`],
    sent: [],
  },
  {
    name: 'a close after a GOAWAY that says why',
    frames: [goAway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings\n')],
    ended: true,
    told: ['room changed', `failed ${angry}`, `1 failed ${angry}`],
    sent: [],
  },
];

// The stream fails, the connection lives.
const malformed = (name: string, frames: Buffer[], problem: string, more: Partial<Answer> = {}): Answer => {
  const seen = more.told ?? [];
  return {
    name,
    frames,
    sent: ['RST_STREAM 1 PROTOCOL_ERROR'],
    ...more,
    told: [...seen, `1 failed protocol: ${problem}`],
  };
};

const header = (name: string, value: string, end = true) => headers(1, [...ok, [name, value]], { end });

export const malformedAnswers: Answer[] = [
  malformed('no :status', [headers(1, [['server', 'x']], { end: true })], 'the answer has no :status'),
  malformed('two :status', [headers(1, [...ok, ...ok])], 'there are two :status'),
  malformed('a late :status', [headers(1, [['server', 'x'], ...ok])], 'there is a :status after other headers'),
  malformed(
    'a :status of two digits',
    [headers(1, [[':status', '20']])],
    'the :status is not a number of three digits',
  ),
  malformed(
    'a :status that is no number',
    [headers(1, [[':status', '2x0']])],
    'the :status is not a number of three digits',
  ),
  malformed('a pseudo-header of requests', [header(':path', '/')], 'the answer holds ":path", which no answer has'),
  malformed('a capital letter in a name', [header('Server', 'x')], '"Server" is not a header name of HTTP/2'),
  malformed('an empty name', [header('', 'x')], '"" is not a header name of HTTP/2'),
  malformed(
    'a connection header',
    [header('connection', 'close')],
    'the answer holds "connection", which HTTP/2 does not allow',
  ),
  malformed(
    'transfer-encoding',
    [header('transfer-encoding', 'chunked')],
    'the answer holds "transfer-encoding", which HTTP/2 does not allow',
  ),
  malformed('a line break in a value', [header('server', 'a\r\nb')], 'the value of server holds a control character'),
  malformed(
    'a length that is no number',
    [header('content-length', '5, 5')],
    'content-length is not a number of bytes',
  ),
  malformed(
    'two lengths',
    [headers(1, [...sized(5), ['content-length', '6']])],
    'there are two content-length headers that differ',
  ),
  malformed(
    'a body that is too short',
    [headers(1, sized(6)), data(1, 'hello', { end: true })],
    'the body ended 1 bytes before its content-length',
    { told: ['1 headers 200 content-length=6'] },
  ),
  malformed(
    'no body where a length is told',
    [headers(1, sized(6), { end: true })],
    'the body ended 6 bytes before its content-length',
    { told: ['1 headers 200 content-length=6 ended'] },
  ),
  malformed(
    'a body that is too long',
    [headers(1, sized(4)), data(1, 'hello', { end: true })],
    'the body is longer than the answer may have',
    { told: ['1 headers 200 content-length=4'] },
  ),
  malformed(
    'a body in an answer to HEAD',
    [headers(1, ok), data(1, 'x', { end: true })],
    'the body is longer than the answer may have',
    { requests: ['HEAD'], told: ['1 headers 200'] },
  ),
  malformed('a body before the headers', [data(1, 'x')], 'the body comes before the headers'),
  malformed(
    'headers in the midst of the body',
    [headers(1, ok), data(1, 'x'), headers(1, [['a', 'b']])],
    'there are headers in the midst of the body',
    { told: ['1 headers 200'] },
  ),
  malformed(
    'a :status in the trailers',
    [headers(1, ok), headers(1, ok, { end: true })],
    'there is a :status in the trailers',
    { told: ['1 headers 200'] },
  ),
  malformed(
    'a switch of protocols',
    [headers(1, [[':status', '101']])],
    'the server switched to a protocol that nobody had asked for',
  ),
  malformed(
    'an informational response as the last',
    [headers(1, [[':status', '103']], { end: true })],
    'the answer ends with an informational response (103)',
  ),
  malformed('a WINDOW_UPDATE by 0', [windowUpdate(1, 0)], 'a WINDOW_UPDATE by 0'),
  {
    ...malformed('a window that overflows', [windowUpdate(1, 2 ** 31 - 1)], 'a WINDOW_UPDATE makes a window too large'),
    sent: ['RST_STREAM 1 FLOW_CONTROL_ERROR'],
  },
];

// The connection fails, and the stream with it.
const violation = (name: string, frames: Buffer[], error: string, problem: string, kind = 'protocol'): Answer => {
  const failed = `failed ${kind}: ${problem}`;
  return { name, frames, told: [failed, `1 ${failed}`], sent: [`GOAWAY ${error}`] };
};

const badBlock = (bytes: string) => frame(1, 5, 1, Buffer.from(bytes, 'hex'));
const tooPadded = 'protocol: a DATA frame holds more padding than bytes';
const hpack = 'the header block is not valid HPACK: ';

export const violations: Answer[] = [
  violation(
    'a frame that is too long',
    [frame(0, 0, 1, Buffer.alloc(16_385))],
    'FRAME_SIZE_ERROR',
    'a frame of 16385 bytes is longer than allowed',
  ),
  violation(
    'a PING of 7 bytes',
    [frame(6, 0, 0, Buffer.alloc(7))],
    'FRAME_SIZE_ERROR',
    'a PING frame cannot have 7 bytes',
  ),
  violation(
    'SETTINGS of 5 bytes',
    [frame(4, 0, 0, Buffer.alloc(5))],
    'FRAME_SIZE_ERROR',
    'a SETTINGS frame cannot have 5 bytes',
  ),
  violation(
    'an ACK with settings',
    [frame(4, 1, 0, Buffer.alloc(6))],
    'FRAME_SIZE_ERROR',
    'a SETTINGS frame cannot have 6 bytes',
  ),
  violation(
    'a RST_STREAM of 3 bytes',
    [frame(3, 0, 1, Buffer.alloc(3))],
    'FRAME_SIZE_ERROR',
    'a RST_STREAM frame cannot have 3 bytes',
  ),
  violation(
    'a GOAWAY of 7 bytes',
    [frame(7, 0, 0, Buffer.alloc(7))],
    'FRAME_SIZE_ERROR',
    'a GOAWAY frame cannot have 7 bytes',
  ),
  violation(
    'a WINDOW_UPDATE of 5 bytes',
    [frame(8, 0, 0, Buffer.alloc(5))],
    'FRAME_SIZE_ERROR',
    'a WINDOW_UPDATE frame cannot have 5 bytes',
  ),
  violation('DATA on stream 0', [data(0, 'x')], 'PROTOCOL_ERROR', 'a DATA frame cannot belong to stream 0'),
  violation(
    'HEADERS on a stream of the server',
    [headers(2, ok)],
    'PROTOCOL_ERROR',
    'a HEADERS frame cannot belong to stream 2',
  ),
  violation('SETTINGS on a stream', [frame(4, 0, 1)], 'PROTOCOL_ERROR', 'a SETTINGS frame cannot belong to stream 1'),
  violation(
    'PING on a stream',
    [frame(6, 0, 1, Buffer.alloc(8))],
    'PROTOCOL_ERROR',
    'a PING frame cannot belong to stream 1',
  ),
  violation(
    'GOAWAY on a stream',
    [frame(7, 0, 1, Buffer.alloc(8))],
    'PROTOCOL_ERROR',
    'a GOAWAY frame cannot belong to stream 1',
  ),
  violation(
    'RST_STREAM on stream 0',
    [frame(3, 0, 0, Buffer.alloc(4))],
    'PROTOCOL_ERROR',
    'a RST_STREAM frame cannot belong to stream 0',
  ),
  violation(
    'a push',
    [frame(5, 4, 1, Buffer.alloc(4))],
    'PROTOCOL_ERROR',
    'the server pushes, which it was told not to do',
  ),
  violation(
    'settings that enable push',
    [settings({ enablePush: 1 })],
    'PROTOCOL_ERROR',
    'the settings of the server are not valid: a server cannot enable push',
  ),
  violation(
    'too small a MAX_FRAME_SIZE',
    [settings({ maxFrameSize: 16_383 })],
    'PROTOCOL_ERROR',
    'the settings of the server are not valid: MAX_FRAME_SIZE cannot be 16383',
  ),
  violation(
    'too large a window',
    [settings({ initialWindowSize: 2 ** 31 })],
    'FLOW_CONTROL_ERROR',
    'the settings of the server are not valid: INITIAL_WINDOW_SIZE is too large',
  ),
  {
    ...violation(
      'settings that make a window overflow',
      [windowUpdate(1, 2 ** 30), settings({ initialWindowSize: 2 ** 30 + 1 })],
      'FLOW_CONTROL_ERROR',
      'INITIAL_WINDOW_SIZE makes a window too large',
    ),
    sent: ['SETTINGS ACK', 'GOAWAY FLOW_CONTROL_ERROR'],
  },
  violation(
    'a connection window that overflows',
    [windowUpdate(0, 2 ** 31 - 1)],
    'FLOW_CONTROL_ERROR',
    'a WINDOW_UPDATE makes a window too large',
  ),
  violation('a WINDOW_UPDATE of the connection by 0', [windowUpdate(0, 0)], 'PROTOCOL_ERROR', 'a WINDOW_UPDATE by 0'),
  violation(
    'DATA of a stream nobody opened',
    [data(9, 'x')],
    'PROTOCOL_ERROR',
    'a DATA frame belongs to stream 9, which nobody opened',
  ),
  violation(
    'HEADERS of a stream nobody opened',
    [headers(9, ok)],
    'PROTOCOL_ERROR',
    'a HEADERS frame belongs to stream 9, which nobody opened',
  ),
  violation(
    'RST_STREAM of a stream nobody opened',
    [reset(9, 'CANCEL')],
    'PROTOCOL_ERROR',
    'a RST_STREAM frame belongs to stream 9, which nobody opened',
  ),
  violation(
    'WINDOW_UPDATE of a stream nobody opened',
    [windowUpdate(9, 1)],
    'PROTOCOL_ERROR',
    'a WINDOW_UPDATE frame belongs to stream 9, which nobody opened',
  ),
  {
    name: 'padding longer than DATA',
    frames: [headers(1, ok), frame(0, 8, 1, Buffer.from([4, 1, 2, 3]))],
    told: ['1 headers 200', `failed ${tooPadded}`, `1 failed ${tooPadded}`],
    sent: ['GOAWAY PROTOCOL_ERROR'],
  },
  violation(
    'padded DATA without a length',
    [frame(0, 8, 1)],
    'FRAME_SIZE_ERROR',
    'a padded DATA frame has no padding length',
  ),
  violation(
    'padding longer than HEADERS',
    [frame(1, 12, 1, Buffer.from([5, 0x88]))],
    'PROTOCOL_ERROR',
    'a HEADERS frame holds more padding than bytes',
  ),
  violation(
    'a priority that is cut off',
    [frame(1, 0x24, 1, Buffer.alloc(4))],
    'PROTOCOL_ERROR',
    'a HEADERS frame holds more padding than bytes',
  ),
  violation('a CONTINUATION of nothing', [frame(9, 4, 1)], 'PROTOCOL_ERROR', 'a CONTINUATION continues nothing'),
  violation(
    'a header block that is interrupted',
    [frame(1, 0, 1), ping('x')],
    'PROTOCOL_ERROR',
    'a header block is interrupted by another frame',
  ),
  violation(
    'a CONTINUATION of another stream',
    [frame(1, 0, 1), frame(9, 4, 3)],
    'PROTOCOL_ERROR',
    'a header block is interrupted by another frame',
  ),
  violation(
    'an index of no table',
    [badBlock('88ff')],
    'COMPRESSION_ERROR',
    `${hpack}it ends in the middle of a number`,
  ),
  violation(
    'a bad Huffman code',
    [badBlock('0884ffffffff')],
    'COMPRESSION_ERROR',
    `${hpack}it holds a string that is not valid Huffman code`,
  ),
];

const answered = ['1 headers 200', '1 end with 5 bytes'];
const afterEnd = (name: string, late: Buffer, kind: string): Answer => ({
  name,
  requests: ['GET', 'GET'],
  frames: [...hello, late],
  told: [
    ...answered,
    `failed protocol: a ${kind} frame belongs to stream 1, which had ended`,
    `3 failed protocol: a ${kind} frame belongs to stream 1, which had ended`,
  ],
  sent: ['GOAWAY STREAM_CLOSED'],
});

export const lateFrames: Answer[] = [
  afterEnd('DATA after the end', data(1, 'x'), 'DATA'),
  afterEnd('HEADERS after the end', headers(1, ok), 'HEADERS'),
  {
    name: 'WINDOW_UPDATE and RST_STREAM after the end',
    frames: [...hello, windowUpdate(1, 9), windowUpdate(1, 0), reset(1, 'NO_ERROR')],
    told: answered,
    sent: [],
  },
];

export const answers: Answer[] = [...good, ...broken, ...malformedAnswers, ...violations, ...lateFrames];
