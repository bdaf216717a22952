// Keeps every scalar of a YAML file as the text it was, with its tag, until it is known whether it is a key or a value.
// js-yaml makes strings of keys: a leaf's string is a ticket that leads back to it, so that no key is lost or reordered.
import { Schema, Type } from 'js-yaml';

export interface Leaf {
  text: string;
  tag: string | undefined;
}

export interface Leaves {
  schema: Schema;
  isLeaf(node: unknown): node is Leaf;
  ofKey(key: string): Leaf | undefined;
}

export function createLeaves(): Leaves {
  const known = new WeakSet<object>();
  const tickets = new Map<string, Leaf>();

  function createLeaf(text: string | null, tag?: string): Leaf {
    const leaf = {
      text: text ?? '',
      tag,
      [Symbol.toStringTag]: 'Leaf',
      toString: () => {
        const ticket = `\u0000${tickets.size}`;
        tickets.set(ticket, leaf);
        return ticket;
      },
    };
    known.add(leaf);
    return leaf;
  }

  const plain = new Type('tag:iter8:plain', { kind: 'scalar', construct: (text: string) => createLeaf(text) });
  const tagged = new Type('', { kind: 'scalar', multi: true, construct: createLeaf });
  const collections = (['sequence', 'mapping'] as const).map((kind) => new Type('', { kind, multi: true }));
  return {
    schema: new Schema({ implicit: [plain], explicit: [tagged, ...collections] }),
    isLeaf: (node): node is Leaf => typeof node === 'object' && node !== null && known.has(node),
    ofKey: (key) => tickets.get(key),
  };
}
