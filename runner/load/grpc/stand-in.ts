// A server for rehearsals: it answers every call with one message.
import type { Socket } from 'node:net';
import { frameMessage } from '../../wire/grpc/messages.ts';
import { encodeFields, type Field } from '../../wire/hpack/encoder.ts';
import { flags, frameTypes } from '../../wire/http2/codes.ts';
import { answerHttp2, frame } from '../stand-in.ts';

const answer = [
  frame(frameTypes.headers, flags.endHeaders, fields([':status', '200'], ['content-type', 'application/grpc'])),
  frame(frameTypes.data, 0, frameMessage(Buffer.from('rehearsal'))),
  frame(frameTypes.headers, flags.endHeaders | flags.endStream, fields(['grpc-status', '0'], ['grpc-message', ''])),
];

export function answerCalls(socket: Socket): void {
  answerHttp2(socket, answer);
}

function fields(...list: Field[]): Buffer {
  return encodeFields(list);
}
