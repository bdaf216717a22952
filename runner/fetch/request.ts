// One GET request to its last byte, or to the reason why there is none.
import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

interface Asked {
  url: URL;
  proxy: URL | undefined;
  headers: Readonly<Record<string, string>>;
  ca: string[] | undefined;
  signal: AbortSignal;
  maxBytes: number;
}

export type Answer =
  | { kind: 'body'; bytes: Uint8Array }
  | { kind: 'redirect'; location: string }
  | { kind: 'refused'; status: string }
  | { kind: 'too large' };

const redirects = [301, 302, 303, 307, 308];

export async function get(asked: Asked): Promise<Answer> {
  const response = await respond(asked);
  try {
    const { statusCode = 0, statusMessage = '', headers } = response;
    if (redirects.includes(statusCode) && headers.location !== undefined)
      return { kind: 'redirect', location: headers.location };
    if (statusCode < 200 || statusCode > 299)
      return { kind: 'refused', status: `${statusCode} ${statusMessage}`.trim() };
    if (Number(headers['content-length'] ?? 0) > asked.maxBytes) return { kind: 'too large' };
    return await readBody(response, asked.maxBytes);
  } finally {
    response.destroy();
  }
}

async function respond({ url, proxy, headers, ca, signal }: Asked): Promise<IncomingMessage> {
  const agent = proxy === undefined ? false : await agentFor(url, proxy, ca, signal);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      headers: { 'user-agent': 'iter8', accept: '*/*', ...headers },
      signal,
      ...(ca === undefined ? {} : { ca }),
    };
    send(url, options, resolve).on('error', reject).end();
  });
}

// The agents are loaded only where there is a proxy. The signal also ends their own connection to it.
async function agentFor(url: URL, proxy: URL, ca: string[] | undefined, signal: AbortSignal): Promise<Agent> {
  const options = { signal, ...(ca === undefined ? {} : { ca }) };
  if (url.protocol === 'https:') {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(proxy, options);
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(proxy, options);
}

async function readBody(response: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maxBytes) return { kind: 'too large' };
    chunks.push(chunk);
  }
  return { kind: 'body', bytes: new Uint8Array(Buffer.concat(chunks, size)) };
}
