// Downloads payloads and value files: through proxies, with private CAs, and never without a limit of time and size.
import { readFile as readFileOfNode } from 'node:fs/promises';
import { formatDuration } from '../model/duration.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { shownUrl } from '../model/shown-url.ts';
import type { DownloadOptions } from '../model/task.ts';
import { type Env, proxyFor } from './proxy.ts';
import { type Answer, get } from './request.ts';
import { type ReadFile, trustedCertificates } from './trust.ts';

type Download = (url: string, options?: DownloadOptions) => Promise<Uint8Array>;

const maxRedirects = 10;
const defaults = { timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024 };

export function createDownload({ env, readFile = readFileOfNode }: { env: Env; readFile?: ReadFile }): Download {
  let certificates: Promise<string[] | undefined> | undefined;
  const trust = (): Promise<string[] | undefined> => {
    certificates ??= trustedCertificates(env, readFile);
    return certificates;
  };
  return async (address, options = {}) => {
    const { timeoutMs = defaults.timeoutMs, maxBytes = defaults.maxBytes } = options;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const signal = AbortSignal.any([deadline.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const limits = { signal, maxBytes, headers: options.headers ?? {} };
    try {
      return await follow(parse(address), limits, env, trust);
    } catch (error) {
      if (options.signal?.aborted) throw failure(address, 'the download was stopped', error);
      if (deadline.signal.aborted)
        throw failure(address, `no complete answer within ${formatDuration(timeoutMs)}`, error);
      throw error instanceof Iter8Error ? error : failure(address, reasonOf(error), error);
    } finally {
      clearTimeout(timer);
    }
  };
}

interface Limits {
  signal: AbortSignal;
  maxBytes: number;
  headers: Readonly<Record<string, string>>;
}

async function follow(
  first: URL,
  limits: Limits,
  env: Env,
  trust: () => Promise<string[] | undefined>,
): Promise<Uint8Array> {
  let url = first;
  let { headers } = limits;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const proxy = proxyFor(url, env);
    checkProxy(url, proxy);
    const ca = url.protocol === 'https:' || proxy?.protocol === 'https:' ? await trust() : undefined;
    const answer = await reach({ ...limits, url, proxy, headers, ca });
    if (answer.kind === 'body') return answer.bytes;
    if (answer.kind === 'refused') throw failure(url.href, `the answer is ${answer.status}${through(proxy)}`);
    if (answer.kind === 'too large') throw failure(url.href, `the answer is larger than ${size(limits.maxBytes)}`);
    const next = target(url, answer.location);
    // What was meant for one server is none of another's business.
    if (next.origin !== url.origin) headers = {};
    url = next;
  }
  throw failure(first.href, `more than ${maxRedirects} redirects`);
}

async function reach(asked: Parameters<typeof get>[0]): Promise<Answer> {
  try {
    return await get(asked);
  } catch (error) {
    throw failure(asked.url.href, `${reasonOf(error)}${through(asked.proxy)}`, error);
  }
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw failure(address, 'this is no http or https URL');
  return url;
}

function target(from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw failure(from.href, 'it redirects to what is no http or https URL');
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw failure(from.href, 'it redirects from https to http');
  return url;
}

function checkProxy(url: URL, proxy: URL | undefined): void {
  if (proxy === undefined || /^https?:$/.test(proxy.protocol)) return;
  throw failure(url.href, 'the proxy variables name no http or https proxy');
}

function through(proxy: URL | undefined): string {
  return proxy === undefined ? '' : ` (through the proxy ${proxy.host})`;
}

function failure(address: string, what: string, cause?: unknown): Iter8Error {
  return new Iter8Error('DOWNLOAD', `${shownUrl(address)}: ${what}`, { cause });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed before the answer was complete',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
};

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? messageOf(error);
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Number((bytes / 1024 / 1024).toFixed(1))} MiB` : `${bytes} bytes`;
}
