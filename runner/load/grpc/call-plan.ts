// What the calls of one worker are made of: their head, which is encoded once, their messages, and their numbers.
import { gzipSync } from 'node:zlib';
import type { GrpcLoad } from '../../model/task.ts';
import { frameMessage } from '../../wire/grpc/messages.ts';
import { encodeTimeout } from '../../wire/grpc/timeout.ts';
import { encodeFields } from '../../wire/hpack/encoder.ts';
import { encodeHead, type RequestHead } from '../../wire/http2/request-head.ts';
import type { WorkerShare } from '../plan.ts';

// Who makes a call, and which one of the whole load it is.
export interface CallNumber {
  request: number;
  worker: string;
}

// Messages, and metadata with template actions, of one call after the other.
export interface CallData {
  of(call: CallNumber): readonly Uint8Array[];
  metadata(call: CallNumber): readonly (readonly [string, string])[];
  changes: 'never' | 'each call' | 'each message';
}

export interface CallPlan {
  readonly head: RequestHead;
  readonly isRendered: boolean; // making a call's data takes time
  number(worker: string): CallNumber; // of the next call
  messages(call: CallNumber): readonly Buffer[]; // with their lengths before them
  // What is to follow when a stream is to go on after them.
  again(call: CallNumber, list: readonly Buffer[]): readonly Buffer[];
  metadata(call: CallNumber): Buffer | undefined; // beside the head, encoded
}

export function createCallPlan(request: GrpcLoad, share: WorkerShare, data: CallData): CallPlan {
  const isFixed = data.changes === 'never';
  const first: CallNumber = { request: share.index, worker: '' };
  const frame = (bytes: Uint8Array): Buffer =>
    request.compress ? frameMessage(gzipSync(bytes), true) : frameMessage(bytes);
  // Each of the messages that come again and again is framed, and compressed, once.
  const framed = new Map<Uint8Array, Buffer>();
  const known = (bytes: Uint8Array): Buffer => {
    const before = framed.get(bytes);
    if (before !== undefined) return before;
    const fresh = frame(bytes);
    framed.set(bytes, fresh);
    return fresh;
  };
  const lists = new Map<readonly Uint8Array[], readonly Buffer[]>();
  const messages = (call: CallNumber): readonly Buffer[] => {
    const list = data.of(call);
    if (!isFixed) return list.map(frame);
    const before = lists.get(list);
    if (before !== undefined) return before;
    const fresh = list.map(known);
    if (lists.size < 1) lists.set(list, fresh);
    return fresh;
  };
  let count = 0;
  return {
    head: headOf(request, isFixed ? data.metadata(first) : []),
    isRendered: !isFixed,
    number: (worker) => ({ request: share.index + share.of * count++, worker }),
    messages,
    again: (call, list) => (data.changes === 'each message' ? messages(call) : list),
    metadata(call) {
      const fields = isFixed ? [] : data.metadata(call);
      return fields.length === 0 ? undefined : encodeFields(fields);
    },
  };
}

const encodings = 'identity,gzip';

function headOf(request: GrpcLoad, metadata: readonly (readonly [string, string])[]): RequestHead {
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
      ...(compress
        ? ([
            ['grpc-encoding', 'gzip'],
            ['grpc-accept-encoding', encodings],
          ] as const)
        : []),
      ...metadata,
    ],
  });
}
