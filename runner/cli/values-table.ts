// The table of a chart's values, from its annotated values.yaml: a comment that starts with `# --` describes the line
// that follows it. A line that is itself a comment is a value without a default.
import { load } from 'js-yaml';
import { isMap } from '../model/maps.ts';

export function valuesTable(annotated: string): string {
  const values = load(annotated);
  const rows = described(annotated).map(({ path, text, given }) => {
    const value = given
      ? path.split('.').reduce<unknown>((at, name) => (isMap(at) ? at[name] : undefined), values)
      : null;
    return `| \`${path}\` | ${shown(value)} | ${text.replaceAll('|', '\\|')} |`;
  });
  return ['| value | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

interface Described {
  path: string;
  text: string;
  given: boolean;
}

function described(annotated: string): Described[] {
  const found: Described[] = [];
  const outer: string[] = [];
  let text: string[] = [];
  for (const line of annotated.split('\n')) {
    const [, begin] = /^\s*# -- (.*)/.exec(line) ?? [];
    const [, indent = '', mark, name] = /^( *)(# )?([\w<>]+):(?: |$)/.exec(line) ?? [];
    const [, more] = /^\s*# (.*)/.exec(line) ?? [];
    if (begin !== undefined) text = [begin];
    else if (name !== undefined) {
      outer.splice(indent.length / 2, outer.length, name);
      if (text.length > 0) found.push({ path: outer.join('.'), text: text.join(' '), given: mark === undefined });
      text = [];
    } else if (more !== undefined && text.length > 0) text.push(more);
    else if (line.trim() === '') text = [];
  }
  return found;
}

function shown(value: unknown): string {
  return value === null || value === undefined || value === '' ? '' : `\`${asText(value).replaceAll('|', '\\|')}\``;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
