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
  const tickets = new Map<string, Leaf>();
  // One for all leaves: there are as many as a file has words.
  const behaviour = {
    [Symbol.toStringTag]: 'Leaf',
    toString(this: Leaf) {
      const ticket = `\u0000${tickets.size}`;
      tickets.set(ticket, this);
      return ticket;
    },
  };

  function createLeaf(text: string | null, tag?: string): Leaf {
    return Object.setPrototypeOf({ text: text ?? '', tag }, behaviour);
  }

  const plain = new Type('tag:iter8:plain', { kind: 'scalar', construct: (text: string) => createLeaf(text) });
  const tagged = new Type('', { kind: 'scalar', multi: true, construct: createLeaf });
  const collections = (['sequence', 'mapping'] as const).map((kind) => new Type('', { kind, multi: true }));
  return {
    schema: new Schema({ implicit: [plain], explicit: [tagged, ...collections] }),
    isLeaf: (node): node is Leaf =>
      typeof node === 'object' && node !== null && Object.getPrototypeOf(node) === behaviour,
    ofKey: (key) => tickets.get(key),
  };
}
