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
  http2: {
    headerBlockBytes: 64 * 1024, // of one HEADERS with its CONTINUATIONs, as they come over the wire
    headerBytes: 64 * 1024, // of one block, decoded: names, values and 32 for each field
    headers: 256,
    continuations: 32, // of one block
    headerTableBytes: 4096, // the dynamic table of HPACK
    informational: 32, // 1xx responses before the final one
    streams: 10_000, // open at once on a connection, even where the server allows more
    streamWindowBytes: 4 * 1024 * 1024, // what a server may send ahead; nothing of it is kept here
    connectionWindowBytes: 16 * 1024 * 1024,
    controlFrames: 10_000, // frames without use (PING, SETTINGS, …): at once, and a second; more where requests come along
    queuedReplies: 10_000, // answers to such frames that the server does not read
    unsentBytes: 256 * 1024, // of request bodies, handed to a socket that does not take them
    rememberedResets: 4096, // streams that were cancelled here, whose last frames may still come
  },
} as const;

export type Http1Limits = { readonly [K in keyof (typeof limits)['http1']]: number };
export type Http2Limits = { readonly [K in keyof (typeof limits)['http2']]: number };
