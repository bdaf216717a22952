import { CORE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import type { Document, Insights } from '../model/document.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { checkDocument } from './check-document.ts';
import { firstLine, lastLine } from './to-yaml.ts';

export const mostBytes = 16 * 1024 * 1024;
const mostNodes = 2_000_000; // aliases counted each time they are used
const deepest = 100;

// `where` names the document in messages.
export function fromYaml(text: string, where: string): Document {
  if (Buffer.byteLength(text) > mostBytes) throw corrupt(where, `it is larger than ${mostBytes >> 20} MiB`);
  if (text.startsWith(firstLine) && !text.trimEnd().endsWith(lastLine)) {
    throw corrupt(where, `it ends in the middle: the last line, «${lastLine}», is missing`);
  }
  const value = parse(text, where);
  checkSize(value, where);
  const problems: string[] = [];
  checkDocument(value, '', (path, message) => {
    if (problems.length < 10) problems.push(`${path || 'the document'}${lineOf(text, path)} ${message}`);
  });
  if (problems.length > 0) throw corrupt(where, problems.join('\n  '));
  return complete(value as Document);
}

export function corrupt(where: string, what: string, cause?: unknown): Iter8Error {
  return new Iter8Error('DOCUMENT_CORRUPT', `${where} cannot be read as an experiment: ${what}`, { cause });
}

// As people write YAML, merge keys included, but times stay strings.
const merge = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text) => text === '<<' });
const schema = CORE_SCHEMA.extend({ implicit: [merge] });

function parse(text: string, where: string): unknown {
  try {
    return load(text, { schema });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw corrupt(where, messageOf(error), error);
    const { mark, reason } = error;
    throw corrupt(where, mark === undefined ? reason : `line ${mark.line + 1}:${mark.column + 1}: ${reason}`, error);
  }
}

function checkSize(root: unknown, where: string): void {
  let nodes = 0;
  const above = new Set<object>();
  const visit = (value: unknown): void => {
    if (++nodes > mostNodes) throw corrupt(where, 'its aliases unfold to more than anybody could have meant');
    if (typeof value !== 'object' || value === null) return;
    if (above.has(value)) throw corrupt(where, 'an alias refers to what it stands in');
    if (above.size >= deepest) throw corrupt(where, `it is nested more than ${deepest} levels deep`);
    above.add(value);
    for (const item of Object.values(value)) visit(item);
    above.delete(value);
  };
  visit(root);
}

// The line of `a.b.c`, where it can be found by its keys: fields in block style, not within lists.
function lineOf(text: string, path: string): string {
  if (path === '' || path.includes('[')) return '';
  const lines = text.split('\n');
  let line = -1;
  for (const [depth, key] of path.split('.').entries()) {
    const start = new RegExp(`^\\s{${depth}${depth === 0 ? '' : ','}}["']?${key.replace(/[^\w-]/g, '\\$&')}["']?\\s*:`);
    const end = lines.findIndex((text, i) => i > line && depth > 0 && /^\S/.test(text) && !text.startsWith('#'));
    line = lines.findIndex((text, i) => i > line && (end < 0 || i < end) && start.test(text));
    if (line < 0) return '';
  }
  return ` (line ${line + 1}:${(lines[line]?.search(/\S/) ?? 0) + 1})`;
}

// Fields that 0.13 leaves out when they are empty.
function complete(document: Document): Document {
  const { spec, result, details } = document as { [K in keyof Document]: Document[K] | null };
  const entries = (spec ?? []).map((entry) => withoutNulls(entry));
  if (!result) return details ? { spec: entries, details } : { spec: entries };
  const { insights, ...rest } = withoutNulls(result);
  return {
    spec: entries,
    result: { ...rest, iter8Version: rest.iter8Version ?? '', ...(insights ? { insights: filled(insights) } : {}) },
    ...(details ? { details } : {}),
  };
}

function filled(insights: Insights): Insights {
  const { numVersions, versionNames, metricsInfo, nonHistMetricValues, histMetricValues, ...rest } =
    withoutNulls(insights);
  return {
    numVersions,
    versionNames: versionNames ?? null,
    metricsInfo: metricsInfo ?? {},
    nonHistMetricValues: nonHistMetricValues ?? [],
    histMetricValues: histMetricValues ?? [],
    ...rest,
    SummaryMetricValues: rest.SummaryMetricValues ?? [],
  };
}

function withoutNulls<T extends object>(value: T): T {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null)) as T;
}
