import { loadWith, times } from '../common/loads.fixture.ts';
import { runWith } from '../common/run.fixture.ts';
import { expand } from './expand.ts';
import type { GrpcInputs } from './inputs.ts';
import { proto, target } from './proto.fixture.ts';
import { run } from './run.ts';

async function warned(inputs: GrpcInputs): Promise<string[]> {
  const engine = async () => ({ measurement: loadWith(times(200, 2), { statuses: { OK: 200 } }) });
  const { logged } = await runWith({ expand, run }, { ...target, proto, ...inputs }, engine);
  return logged.filter((line) => line.includes('without effect'));
}

const stream = {
  'stream-interval': '5ms',
  'stream-call-count': 3,
  'stream-call-duration': '1s',
  'stream-dynamic-messages': true,
};

test.each<[what: string, inputs: GrpcInputs, words: string[]]>([
  ['nothing', {}, []],
  ['inputs that ghz alone knows', { cpus: 4, debug: 'x' }, ['cpus, debug are without effect: only ghz knows']],
  ['one of them', { output: 'x', warmupNumRequests: 2 }, ['output is without effect: only ghz knows']],
  [
    'how to stream, of a unary call',
    stream,
    [
      'stream-interval, stream-dynamic-messages, stream-call-count, stream-call-duration are without effect: guide.Guide.Get is unary',
    ],
  ],
  [
    'how to send, of a stream of the server',
    { ...stream, call: 'guide.Guide.List' },
    ['stream-interval, stream-dynamic-messages are without effect: guide.Guide.List sends one message'],
  ],
  ['nothing, of a stream of the client', { ...stream, call: 'guide.Guide.Record' }, []],
])('what has no effect is told once: %s', async (_, inputs, words) => {
  expect(await warned(inputs)).toEqual(words.map((line) => expect.stringContaining(line)));
});

test('of endpoints it is told which', async () => {
  const endpoints = { a: { format: 'x' }, b: {} };
  expect(await warned({ endpoints })).toEqual([expect.stringContaining('grpc-a: format is without effect')]);
});
