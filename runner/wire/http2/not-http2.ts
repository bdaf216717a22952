// What a server speaks whose first bytes are no HTTP/2 frame.

// By the head of what would be its first frame.
export function notHttp2(length: number, type: number): string {
  const first = Buffer.from([length >>> 16, length >>> 8, length, type]);
  return first.toString('latin1') === 'HTTP' ? http1 : byFirst(length >>> 16);
}

// By the bytes that came before it closed the connection: fewer than a head has.
export function notHttp2Bytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text !== '' && 'HTTP/1.'.startsWith(text.slice(0, 7)) ? http1 : byFirst(bytes[0] ?? 0);
}

const http1 = 'the server speaks HTTP/1.1 and not HTTP/2 at this port';

function byFirst(byte: number): string {
  const isTlsRecord = byte === 0x15 || byte === 0x16;
  return isTlsRecord ? 'the server speaks TLS at this port: use https://' : 'the server does not speak HTTP/2';
}
