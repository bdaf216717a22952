// Text of an `if` to a syntax tree, with the few operators our grammar has.
import jsep from 'jsep';
import { Iter8Error, messageOf } from '../../model/errors.ts';

export type Node = jsep.Expression;

const longest = 1000;
const deepest = 32;

// jsep keeps its grammar in static fields of one class. Ours is there only while it parses, so that nobody else's
// additions reach us and ours reach nobody.
const grammar = {
  unary_ops: { '!': 1, not: 1, '-': 1 },
  binary_ops: { or: 1, '||': 1, and: 2, '&&': 2, '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3 },
  right_associative: new Set<string>(),
  additional_identifier_chars: new Set(['_']),
  literals: { true: true, false: false, nil: null, null: null },
  max_unop_len: 3,
  max_binop_len: 3,
  hooks: {},
};

type Grammar = { [K in keyof typeof grammar]: unknown };
const parser = (jsep as unknown as { Jsep: Grammar & { parse(text: string): Node } }).Jsep;

export function parse(text: string): Node {
  checkCharacters(text);
  const before: Grammar = pick(parser);
  Object.assign(parser, grammar);
  try {
    return parser.parse(`${text} `); // at the very end it does not take a word for an operator
  } catch (error) {
    throw refusal(messageOf(error));
  } finally {
    Object.assign(parser, before);
  }
}

export function refusal(message: string): Iter8Error {
  return new Iter8Error('IF', message);
}

function pick(from: Grammar): Grammar {
  return Object.fromEntries(Object.keys(grammar).map((key) => [key, from[key as keyof Grammar]])) as Grammar;
}

// Before the parser sees it: length, depth, and characters that it would pass over in silence.
function checkCharacters(text: string): void {
  if (text.length > longest) throw refusal(`the condition is longer than ${longest} characters`);
  if (text.trim() === '') throw refusal('the condition is empty');
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\s\S]/g)) {
    if (token.length > 1) continue;
    if (!/[\w\s.()[\]!=<>&|'"-]/.test(token)) throw refusal(`unexpected ${JSON.stringify(token)}`);
    if (token === '(' || token === '[') depth++;
    if (token === ')' || token === ']') depth--;
    if (depth > deepest) throw refusal(`the condition is nested more than ${deepest} levels deep`);
  }
}
