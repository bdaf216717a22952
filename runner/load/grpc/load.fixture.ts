import type { GrpcLoad } from '../../model/task.ts';

const endless = Number.POSITIVE_INFINITY;

// A load of unary calls without data; 20 of them, as fast as two at a time go.
export function grpcLoad(host: string, more: Partial<GrpcLoad> = {}): GrpcLoad {
  return {
    protocol: 'grpc',
    host,
    tls: null,
    authority: host,
    path: '/test.Service/Call',
    streams: { client: false, server: false },
    metadata: [],
    messages: { kind: 'encoded', messages: [new Uint8Array()] },
    templates: 'none',
    concurrency: [{ calls: 2, durationMs: endless }],
    compress: false,
    mostSendBytes: 4 << 20,
    mostReceiveBytes: 4 << 20,
    keepAliveMs: null,
    stream: { count: 0, intervalMs: 0, durationMs: 0 },
    skipFirst: 0,
    atEnd: 'wait',
    connections: 1,
    timeoutMs: 10_000,
    connectTimeoutMs: 2_000,
    abortOn: null,
    schedule: { arrival: 'constant', stages: [{ qps: 0, durationMs: endless }], requests: 20 },
    maxDurationMs: 60_000,
    seed: 1,
    ...more,
  };
}
