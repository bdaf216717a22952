// Names and values of metadata, as gRPC allows them. Values are never shown.
import { hasControl } from '../../model/http-text.ts';
import { isMap } from '../../model/maps.ts';
import { hasReference } from '../../model/secret-reference.ts';
import type { Report } from '../common/check-endpoints.ts';
import type { EndpointInputs } from './inputs.ts';

export function checkMetadata(level: EndpointInputs, report: Report): void {
  for (const input of ['metadata', 'reflect-metadata'] as const) {
    const given = level[input];
    if (given === undefined) continue;
    if (typeof given === 'string') checkText(given, input, report);
    else checkMap(given, input, report);
  }
}

function checkText(text: string, input: string, report: Report): void {
  if (hasReference(text)) return; // known when the step runs
  const read = readMetadata(text);
  if ('wrong' in read) report(input, read.wrong);
  else checkMap(read.map, input, report);
}

function checkMap(map: Record<string, string>, input: string, report: Report): void {
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(map)) {
    const wrong = wrongEntry(name, value) ?? twice(seen, name);
    if (wrong !== undefined) report(`${input}.${name}`, wrong);
  }
}

function twice(seen: Map<string, string>, name: string): string | undefined {
  const before = seen.get(name.toLowerCase());
  seen.set(name.toLowerCase(), name);
  return before === undefined ? undefined : `the same name as ${before}: they differ in case only`;
}

// The map that JSON text holds.
export function readMetadata(text: string): { map: Record<string, string> } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'this is no JSON' }; // a parser's own words may quote what it parsed
  }
  if (!isMap(value)) return { wrong: 'metadata is a JSON object, of names and texts' };
  const map = new Map<string, string>();
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === 'object') return { wrong: `${name} is no text` };
    map.set(name, String(item));
  }
  return { map: Object.fromEntries(map) };
}

export function wrongEntry(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!/^[0-9a-z_.-]+$/.test(lower)) return 'a name has letters, digits, - _ and . only';
  if (lower.startsWith('grpc-')) return 'names that start with grpc- belong to gRPC itself';
  if (reserved.has(lower)) return 'this is written by gRPC itself; leave it out';
  if (hasReference(value)) return undefined;
  const still = value.replace(/\{\{[\s\S]*?\}\}/g, ''); // what template actions give is ASCII
  if (lower.endsWith('-bin')) {
    const fits = still === value ? isBase64(value) : /^[A-Za-z0-9+/=]*$/.test(still);
    return fits ? undefined : 'the value of a name that ends in -bin is base64';
  }
  if (hasControl(still)) return 'the value holds a line break or another control character';
  return /[^\t\x20-\x7e]/.test(still)
    ? 'the value holds more than ASCII; use a name that ends in -bin, and base64'
    : undefined;
}

const reserved = new Set([
  'te',
  'content-type',
  'content-length',
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}
