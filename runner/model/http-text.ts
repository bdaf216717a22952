// What RFC 9110 lets stand in the head of a request.

// Methods, and names of headers.
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

// What is wrong with a header in a request of HTTP/2, whose connections are not managed by headers.
export function wrongInHttp2(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (ofConnections.has(lower)) return 'HTTP/2 has no such header; leave it out';
  return lower === 'te' && value.trim() !== 'trailers' ? 'in HTTP/2 it can only be `trailers`' : undefined;
}

const ofConnections = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade']);

// No value of a header holds one; a tab is none.
export function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(text);
}
