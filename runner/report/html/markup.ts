// Elements as values. What they hold is escaped when they are written, so nothing foreign can become markup.
import { plain } from '../plain.ts';

export type Child = Element | Raw | string | undefined | readonly Child[];

// Text of ours that is no HTML: a style sheet.
interface Raw {
  raw: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

export interface Element {
  tag: string;
  attributes: Attributes;
  children: readonly Child[];
}

export function el(tag: string, attributes: Attributes = {}, ...children: Child[]): Element {
  return { tag, attributes, children };
}

const voids = new Set(['meta', 'link', 'br']);
const drawn = new Set(['circle', 'line', 'path', 'rect']);

export function write(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'string') return escaped(child);
  if (isList(child)) return child.map(write).join('');
  if ('raw' in child) return child.raw;
  const { tag, attributes, children } = child;
  const head = `<${tag}${Object.entries(attributes).map(attribute).join('')}`;
  if (voids.has(tag)) return `${head}>`;
  if (drawn.has(tag) && children.length === 0) return `${head}/>`;
  return `${head}>${children.map(write).join('')}</${tag}>`;
}

function isList(child: Element | Raw | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}

function attribute([name, value]: [string, string | number | undefined]): string {
  return value === undefined ? '' : ` ${name}="${escaped(String(value)).replaceAll('"', '&quot;')}"`;
}

// Lines stay lines; every other character that cannot be seen is written as an escape.
function escaped(text: string): string {
  const visible = text
    .split('\n')
    .map((line) => plain(line, Number.POSITIVE_INFINITY))
    .join('\n');
  return visible.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
