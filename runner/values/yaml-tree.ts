// From what js-yaml read to values: resolves scalars, merges `<<`, copies what aliases repeat, refuses cycles and bombs.
import { isMap } from '../model/maps.ts';
import { newMap, type Values } from './value-tree.ts';
import { keyName, plainScalar, type Scalar, taggedScalar } from './yaml-scalar.ts';
import type { Leaf, Leaves } from './yaml-types.ts';

type Fail = (what: string) => never;

export function convertYaml(root: unknown, leaves: Leaves, fail: Fail): unknown {
  const seen = new Set<unknown>();
  const open = new Set<unknown>();
  const nodes = { all: 0, ofAliases: 0, aliasDepth: 0 };

  function convert(node: unknown): unknown {
    if (leaves.isLeaf(node)) {
      count();
      return rounded(scalar(node));
    }
    const alias = node !== null && seen.has(node);
    if (alias) nodes.aliasDepth++;
    count();
    if (typeof node === 'object') seen.add(node);
    const value = resolve(node);
    if (alias) nodes.aliasDepth--;
    return value;
  }

  function resolve(node: unknown): unknown {
    if (Array.isArray(node)) return within(node, () => node.map(convert));
    if (isMap(node)) return within(node, () => addPairs(newMap(), node));
    return node ?? null;
  }

  function within<T>(node: unknown, work: () => T): T {
    if (open.has(node)) return fail('an anchor holds an alias of itself');
    open.add(node);
    const value = work();
    open.delete(node);
    return value;
  }

  function addPairs(into: Values, pairs: Values): Values {
    for (const [key, node] of Object.entries(pairs)) {
      const leaf = leaves.ofKey(key);
      if (isMergeKey(leaf)) merge(into, node);
      else into[leaf === undefined ? key : nameOf(leaf)] = convert(node);
    }
    return into;
  }

  // The first of several maps wins: so they are added from the last to the first.
  function merge(into: Values, node: unknown): void {
    const maps = Array.isArray(node) ? [...node].reverse() : [node];
    for (const map of maps) {
      if (!isMap(map) || leaves.isLeaf(map)) throw fail('<< needs a map, or a list of maps');
      const alias = seen.has(map);
      if (alias) nodes.aliasDepth++;
      count();
      within(map, () => addPairs(into, map));
      if (alias) nodes.aliasDepth--;
    }
  }

  function scalar(leaf: Leaf): Scalar {
    if (leaf.tag === undefined) return plainScalar(leaf.text);
    const value = taggedScalar(leaf.tag, leaf.text);
    return value === undefined ? fail(`a value is not what its tag ${leaf.tag} says`) : value;
  }

  function nameOf(leaf: Leaf): string {
    return keyName(scalar(leaf)) ?? fail('null, or a number beyond 64 bits, cannot be a key; put it into quotes');
  }

  // Helm's bound: nearly all of a small file may come from aliases, little of a large one.
  function count(): void {
    nodes.all++;
    if (nodes.aliasDepth > 0) nodes.ofAliases++;
    if (nodes.ofAliases <= 100 || nodes.all <= 1000) return;
    const share = Math.min(0.99, Math.max(0.1, 0.99 - (0.89 * (nodes.all - 400_000)) / 3_600_000));
    if (nodes.ofAliases / nodes.all > share) fail('aliases repeat too much of the file');
  }

  return checkNumbers(convert(root), fail);
}

// Whole numbers become 64-bit floats, as they do in helm, and minus nought is nought.
function rounded(value: Scalar): Scalar {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) + 0 : value;
}

// Only at the end: what a later value of the same key replaced may have been anything.
function checkNumbers(value: unknown, fail: Fail): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return fail('.nan and .inf are no values; put them into quotes to mean the text');
  }
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) checkNumbers(inner, fail);
  return value;
}

function isMergeKey(leaf: Leaf | undefined): boolean {
  return leaf?.text === '<<' && (leaf.tag === undefined || leaf.tag === 'tag:yaml.org,2002:merge');
}
