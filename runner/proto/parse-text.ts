// One .proto text, read into what is known already. Errors say file and line.
import protobuf from 'protobufjs';
import { messageOf } from '../model/errors.ts';

const longestToken = 60;

// The library keeps the file's name in a place of its own, and notes it at every object.
const parse: typeof protobuf.parse & { filename?: string | null } = protobuf.parse;

export function parseText(name: string, text: string, root: protobuf.Root): { imports: string[] } | { wrong: string } {
  if (/^\s*</.test(text)) return { wrong: `${name}: this is HTML or XML, not a .proto text` };
  const syntax = /^[^"'{}]*\bsyntax\s*=\s*["']([^"'\n]*)["']/.exec(text);
  if (syntax !== null && !['proto2', 'proto3'].includes(syntax[1] ?? ''))
    return { wrong: `${name}:${syntax[0].split('\n').length}: syntax must be proto2 or proto3, is "${syntax[1]}"` };
  try {
    return { imports: parseInto(root, name, text) };
  } catch (error) {
    return { wrong: inWords(name, text, messageOf(error)) };
  } finally {
    parse.filename = null;
  }
}

function parseInto(root: protobuf.Root, name: string, text: string): string[] {
  parse.filename = name;
  const { imports = [], weakImports = [] } = parse(text, root, { keepCase: true });
  return [...imports, ...weakImports];
}

function inWords(name: string, text: string, message: string): string {
  const [, said, line] = /^illegal ([\s\S]*) \((?:[\s\S]*, )?line (\d+)\)$/.exec(message) ?? [];
  if (said !== undefined) return `${name}:${line}: ${worded(said)}`;
  const found = lineOfError(name, text, message);
  const plain = message
    .replace('field must be a Field', 'a group in a oneof cannot be read here: give a protoset')
    .replace(/ in (?:Type|Enum|Service|Namespace) \.?/, ' in ');
  return `${name}${found === undefined ? '' : `:${found}`}: ${plain}`;
}

function worded(said: string): string {
  if (said.includes("'null'")) return 'the text ends too early';
  if (said === 'comment' || said === 'string') return `a ${said} is never closed`;
  const [, found, expected] = /^token '([\s\S]*)', '(.*)' expected$/.exec(said) ?? [];
  if (expected !== undefined) return `'${expected}' is expected, not '${shown(found)}'`;
  const [, noun = said, token = ''] = /^([\w ]+) '([\s\S]*)'$/.exec(said) ?? [];
  const kind = noun === 'id' ? 'number for a field' : noun;
  return kind === 'token' ? `'${shown(token)}' is not expected here` : `'${shown(token)}' is no ${kind}`;
}

// What is no .proto at all may be one word of megabytes, or bytes that move the cursor.
function shown(token = ''): string {
  const clean = token.slice(0, longestToken).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\ufffd');
  return token.length > longestToken ? `${clean}…` : clean;
}

// The parser reads from top to bottom, so the line is the first one up to which the text has the same error.
function lineOfError(name: string, text: string, message: string): number | undefined {
  const lines = text.split('\n');
  let [low, high] = [1, lines.length];
  if (errorIn(name, text) !== message) return undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (errorIn(name, lines.slice(0, middle).join('\n')) === message) high = middle;
    else low = middle + 1;
  }
  return low;
}

function errorIn(name: string, text: string): string | undefined {
  try {
    parseInto(new protobuf.Root(), name, text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
