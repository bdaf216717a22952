// The spec of an experiment, to be read: as YAML has it, without what nobody should read. Runs of ours keep references in
// place of secrets; documents of 0.13 hold them as they were given.
import type { SpecEntry } from '../model/document.ts';
import { isMap } from '../model/maps.ts';
import { withoutCredentials } from '../model/shown-url.ts';
import { plain } from './plain.ts';

const hidden = '[redacted]';
const mostText = 2000;
const mostLines = 400;
const secretName = /token|secret|passw|authori[sz]ation|api-?_?key|credential|cookie|private|^key$|^cert$/i;
const harmlessHeaders = /^(accept.*|content-type|user-agent|host|cache-control|connection)$/i;
const notifiers = ['notify', 'slack', 'github'];

export function specText(spec: readonly SpecEntry[]): string {
  const shown = spec.map((entry) =>
    'task' in entry ? redacted(entry, { inHeaders: false, notifies: notifiers.includes(entry.task) }) : entry,
  );
  const lines = yaml(shown, 0);
  const left = lines.length - mostLines;
  return `${[...lines.slice(0, mostLines), ...(left > 0 ? [`# … ${left} more lines`] : [])].join('\n')}\n`;
}

interface Within {
  inHeaders: boolean; // or metadata: most of them may hold a credential
  notifies: boolean; // the address of a webhook is a credential itself
}

function redacted(value: unknown, within: Within, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redacted(item, within, key));
  if (isMap(value)) {
    const inner = { ...within, inHeaders: within.inHeaders || /^(headers|metadata|reflect-metadata)$/i.test(key) };
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redacted(item, inner, name)]));
  }
  if (typeof value !== 'string' || value === '' || /^\$\{secret[^}]*\}$/.test(value)) return value;
  if (secretName.test(key) || (within.inHeaders && !harmlessHeaders.test(key))) return hidden;
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(value);
  if (url === null) return withoutCredentials(value);
  const address = withoutCredentials(value).replace(/\?.*$/s, `?${hidden}`);
  return within.notifies && key === 'url' ? `${withoutCredentials(url[0])}/${hidden}` : address;
}

// Block style; every text that could be read as something else is quoted.
function yaml(value: unknown, depth: number): string[] {
  const pad = '  '.repeat(depth);
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      if (!isFilled(item)) return [`${pad}- ${scalar(item)}`];
      const [first = '', ...rest] = yaml(item, depth + 1);
      return [`${pad}- ${first.trimStart()}`, ...rest];
    });
  }
  if (!isMap(value)) return [`${pad}${scalar(value)}`];
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined) return [];
    if (!isFilled(item)) return [`${pad}${text(key)}: ${scalar(item)}`];
    return [`${pad}${text(key)}:`, ...yaml(item, depth + 1)];
  });
}

function isFilled(value: unknown): boolean {
  return (Array.isArray(value) && value.length > 0) || (isMap(value) && Object.keys(value).length > 0);
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return '[]';
  return isMap(value) ? '{}' : String(value);
}

function text(value: string): string {
  const shown = plain(value, mostText);
  const bare =
    /^[a-z_/$][\w./${}:-]*( [\w./${}:-]+)*$/i.test(shown) &&
    !/: |:$|^(true|false|null|yes|no|on|off|y|n)$/i.test(shown);
  return bare && shown === value ? shown : `"${shown.replaceAll('"', '\\"')}"`;
}
