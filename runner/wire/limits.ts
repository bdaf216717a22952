// What a peer may make us hold or do. One table for all protocols of the wire.
export const limits = {
  readBufferBytes: 64 * 1024, // one a thread, shared by its connections
  http1: {
    headBytes: 64 * 1024, // status line and headers of one response, informational ones included
    headers: 256,
    chunkLineBytes: 4 * 1024, // size and extensions of one chunk
    chunkExtensionBytes: 16 * 1024, // of all chunks of one response
    trailerBytes: 16 * 1024,
    informational: 32, // 1xx responses before the final one
  },
} as const;

export type Http1Limits = { readonly [K in keyof (typeof limits)['http1']]: number };
