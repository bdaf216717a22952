// The load of one endpoint as the engine takes it: files read, payload at hand, credentials turned into a header.
import { Iter8Error, inputError } from '../../model/errors.ts';
import { hasControl } from '../../model/http-text.ts';
import { withoutCredentials } from '../../model/shown-url.ts';
import type { Capabilities, HttpLoad } from '../../model/task.ts';
import { readTls } from '../common/pem.ts';
import { scheduleOf, seedOf } from '../common/rate.ts';
import type { EndpointPlan, Payload } from './plan.ts';

type Sources = Pick<Capabilities, 'files' | 'scratch'>;

export async function buildRequest(plan: EndpointPlan, sources: Sources): Promise<HttpLoad> {
  const { url, authorization } = splitCredentials(plan.url);
  const headers = plan.headers.map(([name, value]): [string, string] => [name, value.trim()]);
  if (authorization !== undefined && !headers.some(([name]) => name.toLowerCase() === 'authorization')) {
    headers.push(['Authorization', authorization]);
  }
  for (const [name, value] of headers) checkValue(name, value);
  return {
    protocol: 'http',
    http2: plan.http2,
    url,
    method: plan.method,
    headers,
    body: await payloadBytes(plan.payload, sources),
    connections: plan.connections,
    maxRequestsPerConnection: plan.maxRequestsPerConnection,
    timeoutMs: plan.timeoutMs,
    connectTimeoutMs: plan.connectTimeoutMs,
    tls: await readTls(plan.tls, { ca: 'tls.ca', cert: 'tls.cert', key: 'tls.key' }, sources.files),
    followRedirects: plan.followRedirects,
    errorRanges: plan.errorRanges,
    expect: plan.expect,
    abortOn: plan.abortOn,
    schedule: scheduleOf(plan.rate),
    maxDurationMs: plan.maxDurationMs,
    seed: seedOf(plan.provider),
  };
}

// Known only once references to secrets are resolved.
function splitCredentials(text: string): { url: string; authorization?: string } {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed) || !/^https?:$/.test(new URL(trimmed).protocol)) {
    throw inputError([
      { path: 'url', message: `${JSON.stringify(withoutCredentials(trimmed))} is no http or https URL` },
    ]);
  }
  const url = new URL(trimmed);
  if (url.username === '' && url.password === '') return { url: url.href };
  const bytes = new TextEncoder().encode(`${decode(url.username)}:${decode(url.password)}`);
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checkValue(name: string, value: string): void {
  if (!hasControl(value)) return;
  throw inputError([{ path: `headers.${name}`, message: 'the value holds a line break or another control character' }]);
}

async function payloadBytes(payload: Payload | null, { files, scratch }: Sources): Promise<Uint8Array | null> {
  if (payload === null) return null;
  if ('text' in payload) return new TextEncoder().encode(payload.text);
  if ('file' in payload) return files.read(payload.file);
  const bytes = scratch.get(payload.key);
  if (bytes === undefined)
    throw new Iter8Error('STEP', 'the payload was not downloaded: its own step comes before this one');
  return bytes;
}
