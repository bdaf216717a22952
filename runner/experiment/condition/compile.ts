// A syntax tree to a typed function. What is not listed here does not exist: no globals, no prototypes, no calls but ours.
import type { Result } from '../../model/document.ts';
import { didYouMean } from '../../model/suggest.ts';
import { nameOf, resultType, type Type } from './fields.ts';
import { type Node, refusal } from './parse.ts';

// What a condition can ask about, at the moment its step is due.
export interface Facts {
  result: Result;
  completed: boolean; // every step before this one completed, or was skipped by its own condition
  slos: boolean; // there are verdicts, and all of them are satisfied
  noFailure: boolean; // no step of this loop failed so far
}

interface Typed {
  type: Type;
  of(facts: Facts): unknown;
}

const calls: Record<string, (facts: Facts) => boolean> = {
  SLOs: (facts) => facts.slos,
  Completed: (facts) => facts.completed,
  NoFailure: (facts) => facts.noFailure,
};
const names = ['Result', ...Object.keys(calls)];

export function compileNode(node: Node): Typed {
  switch (node.type) {
    case 'Literal':
      return literal(node.value);
    case 'Identifier':
      return identifier(String(node.name));
    case 'CallExpression':
      return call(node);
    case 'MemberExpression':
      return member(node);
    case 'UnaryExpression':
      return unary(String(node.operator), child(node, 'argument'));
    case 'BinaryExpression':
      return binary(String(node.operator), child(node, 'left'), child(node, 'right'));
    case 'Compound':
    case 'SequenceExpression':
      throw refusal('it has to be one expression; join several with `and` or `or`');
    default:
      throw refusal(`${kindOf(node.type)} cannot be used here`);
  }
}

function literal(value: unknown): Typed {
  if (value === null) return { type: 'nil', of: () => undefined };
  if (typeof value === 'number') return { type: 'number', of: () => value };
  if (typeof value === 'string') return { type: 'string', of: () => value };
  if (typeof value === 'boolean') return { type: 'boolean', of: () => value };
  throw refusal('only numbers, strings, true, false and nil can be written out');
}

function identifier(name: string): Typed {
  if (name === 'Result') return { type: resultType, of: (facts) => facts.result };
  if (Object.hasOwn(calls, name)) throw refusal(`${name} is a function: write ${name}()`);
  throw refusal(`unknown name ${name}${didYouMean(name, names)}`);
}

function call(node: Node): Typed {
  const callee = child(node, 'callee');
  const name = callee.type === 'Identifier' ? String(callee.name) : '';
  const known = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (known === undefined) {
    const what = name === '' ? 'only SLOs(), Completed() and NoFailure() can be called' : `unknown function ${name}()`;
    throw refusal(what + didYouMean(name, Object.keys(calls)));
  }
  if (!Array.isArray(node.arguments) || node.arguments.length > 0) throw refusal(`${name}() takes no arguments`);
  return { type: 'boolean', of: known };
}

function member(node: Node): Typed {
  const object = compileNode(child(node, 'object'));
  const property = child(node, 'property');
  const { type } = object;
  if (typeof type === 'string') throw refusal(`${nameOf(type)} has no fields`);
  if ('list' in type) return at(object, indexOf(node, property), type.list);
  const name = fieldName(node, property);
  if ('map' in type) return at(object, name, type.map);
  const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  if (field === undefined) throw refusal(`unknown field ${name}${didYouMean(name, Object.keys(type.fields))}`);
  return at(object, field.key, field.type);
}

function indexOf(node: Node, property: Node): number {
  const index = node.computed === true && property.type === 'Literal' ? property.value : undefined;
  if (typeof index !== 'number' || !Number.isInteger(index)) throw refusal('a list is read by position: write [0]');
  return index;
}

function fieldName(node: Node, property: Node): string {
  if (node.computed !== true) return String(property.name);
  if (property.type === 'Literal' && typeof property.value === 'string') return property.value;
  throw refusal('a field is read by its name: write .Name or ["name"]');
}

// Own properties of plain data only.
function at(object: Typed, key: string | number, type: Type): Typed {
  return {
    type,
    of(facts) {
      const holder = object.of(facts);
      if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
      return (holder as Record<string | number, unknown>)[key] ?? undefined;
    },
  };
}

function unary(operator: string, argument: Node): Typed {
  if (operator === '-') {
    const value = argument.type === 'Literal' ? argument.value : undefined;
    if (typeof value !== 'number') throw refusal('- can only stand before a number');
    return { type: 'number', of: () => -value };
  }
  const typed = boolean(compileNode(argument), operator);
  return { type: 'boolean', of: (facts) => !typed(facts) };
}

function binary(operator: string, leftNode: Node, rightNode: Node): Typed {
  const [left, right] = [compileNode(leftNode), compileNode(rightNode)];
  if (operator === 'and' || operator === '&&') {
    const [a, b] = [boolean(left, operator), boolean(right, operator)];
    return { type: 'boolean', of: (facts) => a(facts) && b(facts) };
  }
  if (operator === 'or' || operator === '||') {
    const [a, b] = [boolean(left, operator), boolean(right, operator)];
    return { type: 'boolean', of: (facts) => a(facts) || b(facts) };
  }
  return comparison(operator, left, right);
}

const order: Record<string, (a: number | string, b: number | string) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function comparison(operator: string, left: Typed, right: Typed): Typed {
  const compare = Object.hasOwn(order, operator) ? order[operator] : undefined;
  if (compare !== undefined) {
    if (left.type !== right.type || (left.type !== 'number' && left.type !== 'string')) {
      throw refusal(
        `${operator} compares two numbers or two strings, not ${nameOf(left.type)} with ${nameOf(right.type)}`,
      );
    }
    return { type: 'boolean', of: (facts) => compare(scalar(left.of(facts)), scalar(right.of(facts))) };
  }
  if (operator !== '==' && operator !== '!=') throw refusal(`${operator} cannot be used here`);
  const equal = equality(left, right);
  return { type: 'boolean', of: (facts) => equal(facts) === (operator === '==') };
}

function equality(left: Typed, right: Typed): (facts: Facts) => boolean {
  if (right.type === 'nil') return (facts) => left.of(facts) === undefined;
  if (left.type === 'nil') return (facts) => right.of(facts) === undefined;
  if (left.type !== right.type || typeof left.type !== 'string') {
    throw refusal(`${nameOf(left.type)} cannot be compared with ${nameOf(right.type)}`);
  }
  return (facts) => present(left.of(facts)) === present(right.of(facts));
}

function boolean(typed: Typed, operator: string): (facts: Facts) => boolean {
  if (typed.type !== 'boolean') throw refusal(`${operator} needs true or false, not ${nameOf(typed.type)}`);
  return (facts) => present(typed.of(facts)) === true;
}

function scalar(value: unknown): number | string {
  const there = present(value);
  return typeof there === 'number' ? there : String(there);
}

function present(value: unknown): unknown {
  if (value === undefined || typeof value === 'object')
    throw refusal('it asks for a value of Result that is not there yet');
  return value;
}

function child(node: Node, key: string): Node {
  const value = node[key];
  if (typeof value === 'object' && value !== null && 'type' in value) return value as Node;
  throw refusal('it is not complete');
}

function kindOf(type: string): string {
  if (type === 'ThisExpression') return '`this`';
  if (type === 'ArrayExpression') return 'a list';
  return `a ${type.replace('Expression', '').toLowerCase()} expression`;
}
