// A document as YAML that people can read and that stays small: maps a line each, what is flat or numbers in one line.
// The spec is written in block style throughout, since people edit it. Readers of the 0.13 line take all of it.
import { dump } from 'js-yaml';
import type { Document } from '../model/document.ts';

export const firstLine = '# An Iter8 experiment: its spec, and the result of running it';
export const lastLine = '# end';

// A document is measured before it is written; it does not change in between.
const texts = new WeakMap<Document, string>();

export function toYaml(document: Document): string {
  const text = texts.get(document) ?? written(document);
  texts.set(document, text);
  return text;
}

function written({ spec, result, details }: Document): string {
  const lines = [
    firstLine,
    dump({ spec }, { lineWidth: -1, noArrayIndent: true, noRefs: true, skipInvalid: true }).trimEnd(),
  ];
  for (const [key, value] of Object.entries({ result, details })) {
    if (value !== undefined) block(lines, `${key}:`, value, '', 0);
  }
  return `${lines.join('\n')}\n${lastLine}\n`;
}

export function sizeOf(document: Document): number {
  return Buffer.byteLength(toYaml(document));
}

function block(lines: string[], head: string, value: unknown, indent: string, depth: number): void {
  if (isInline(value, depth)) lines.push(`${head} ${inline(value)}`);
  else {
    lines.push(head);
    if (Array.isArray(value)) for (const item of value) listItem(lines, item, indent, depth + 1);
    else entries(lines, value as object, `${indent}  `, depth + 1);
  }
}

function entries(lines: string[], map: object, indent: string, depth: number): void {
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined) block(lines, `${indent}${scalar(key)}:`, value, indent, depth);
  }
}

// The first line of what an item holds stands behind its dash.
function listItem(lines: string[], item: unknown, indent: string, depth: number): void {
  if (isInline(item, depth)) {
    lines.push(`${indent}- ${inline(item)}`);
    return;
  }
  const own: string[] = [];
  const inner = `${indent}  `;
  if (Array.isArray(item)) for (const each of item) listItem(own, each, inner, depth + 1);
  else entries(own, item as object, inner, depth + 1);
  own[0] = `${indent}- ${own[0]?.slice(inner.length) ?? '{}'}`;
  for (const line of own) lines.push(line);
}

function isInline(value: unknown, depth: number): boolean {
  if (isScalar(value)) return true;
  if (Array.isArray(value)) return value.every(isScalar) || value.every(isRowOfNumbers);
  const values = Object.values(value as object);
  return values.length === 0 || (depth >= 2 && values.every(isScalar));
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isRowOfNumbers(value: unknown): boolean {
  return !isScalar(value) && Object.values(value as object).every((item) => typeof item !== 'string' && isScalar(item));
}

function inline(value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  const pairs = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${pairs.map(([key, item]) => `${scalar(key)}: ${inline(item)}`).join(', ')}}`;
}

const unambiguous = /^[A-Za-z_][\w./-]*$/;
const readAsSomethingElse = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function scalar(value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string') return value === undefined ? 'null' : String(value);
  if (unambiguous.test(value) && !readAsSomethingElse.test(value)) return value;
  // YAML's double quotes take JSON's escapes; what YAML calls unprintable is escaped on top, half a surrogate replaced.
  return JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function number(value: number): string {
  if (Number.isFinite(value)) return value === 0 ? '0' : String(value);
  if (Number.isNaN(value)) return '.nan';
  return value > 0 ? '.inf' : '-.inf';
}
