// What the calls of one worker are made of: their head, which is encoded once, their messages, and their numbers.
import { gzipSync } from 'node:zlib';
import type { GrpcLoad } from '../../model/task.ts';
import type { Call, CallData } from '../../proto/call-data.ts';
import { frameMessage } from '../../wire/grpc/messages.ts';
import { encodeTimeout } from '../../wire/grpc/timeout.ts';
import { encodeFields } from '../../wire/hpack/encoder.ts';
import { encodeHead, type RequestHead } from '../../wire/http2/request-head.ts';
import type { WorkerShare } from '../plan.ts';
import type { MessageList } from './outgoing.ts';

export interface CallPlan {
  readonly head: RequestHead;
  readonly isRendered: boolean; // making a call's data takes time
  next(worker: string): Call;
  // With their lengths before them.
  message(call: Call): Buffer;
  messages(call: Call): MessageList;
  metadata(call: Call): Buffer | undefined; // beside the head, encoded
}

type Fields = readonly (readonly [name: string, value: string])[];

export function createCallPlan(request: GrpcLoad, share: WorkerShare, data: CallData): CallPlan {
  const isFixed = data.changes === 'never';
  const settled = isFixed ? data.metadata({ request: share.index, worker: '' }) : [];
  const framed = new WeakMap<readonly Uint8Array[], readonly Buffer[]>(); // what comes again and again
  let last: { fields: Fields; bytes: Buffer } | undefined;
  let count = 0;
  return {
    head: headOf(request, settled),
    isRendered: !isFixed,
    next: (worker) => ({ request: share.index + share.of * count++, worker }),
    message: (call) => listOf(call)[0] ?? empty,
    messages(call) {
      const list = listOf(call);
      if (data.changes !== 'each message') return { length: list.length, at: (i) => list[i % list.length] ?? empty };
      const at = (i: number) => (i === 0 ? list[0] : listOf(call)[i % list.length]) ?? empty;
      return { length: list.length, at };
    },
    metadata(call) {
      if (isFixed) return undefined;
      const fields = data.metadata(call);
      if (fields.length === 0) return undefined;
      if (last?.fields !== fields) last = { fields, bytes: encodeFields(fields) };
      return last.bytes;
    },
  };

  function listOf(call: Call): readonly Buffer[] {
    const list = data.of(call);
    const known = framed.get(list);
    if (known !== undefined) return known;
    const fresh = list.map(frame);
    if (isFixed) framed.set(list, fresh);
    return fresh;
  }

  function frame(bytes: Uint8Array): Buffer {
    return request.compress ? frameMessage(gzipSync(bytes), true) : frameMessage(bytes);
  }
}

const empty = frameMessage(new Uint8Array());

function headOf(request: GrpcLoad, metadata: Fields): RequestHead {
  const { authority, tls, path, timeoutMs, compress } = request;
  const hasAgent = metadata.some(([name]) => name === 'user-agent');
  return encodeHead({
    method: 'POST',
    scheme: tls === null ? 'http' : 'https',
    target: path,
    length: null,
    headers: [
      ['host', authority],
      ['te', 'trailers'],
      ['content-type', 'application/grpc'],
      ...(hasAgent ? [] : [['user-agent', 'grpc-node-iter8'] as const]),
      ...(Number.isFinite(timeoutMs) ? [['grpc-timeout', encodeTimeout(timeoutMs)] as const] : []),
      ...(compress ? zipped : []),
      ...metadata,
    ],
  });
}

const zipped = [
  ['grpc-encoding', 'gzip'],
  ['grpc-accept-encoding', 'identity,gzip'],
] as const;
