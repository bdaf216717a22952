// The Huffman code of RFC 7541, appendix B.

// The length of each byte's code in bits, in base 36, the end of string (EOS) last. The code is canonical: shorter codes
// come first, equally long ones in the order of their bytes, so that the lengths say all.
const lengths = Uint8Array.from(
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
    'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
    'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
    'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrqu',
  (digit) => Number.parseInt(digit, 36),
);
const EOS = 256;
const codes = codesOf(lengths);

// Four bits at a time: `state << 4 | bits` gives the next state, the byte that ends within these bits, and what is known.
const EMITS = 1 << 16;
const FAILS = 1 << 17;
const MAY_END = 1 << 18; // the bits since the last byte are padding: fewer than eight, all ones
const steps = stepsOf();

export function huffmanLength(bytes: Uint8Array): number {
  let bits = 0;
  for (let at = 0; at < bytes.length; at++) bits += lengths[bytes[at] as number] as number;
  return (bits + 7) >> 3;
}

export function huffmanEncode(bytes: Uint8Array): Buffer {
  const coded = Buffer.alloc(huffmanLength(bytes), 0xff);
  let bit = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = codes[bytes[at] as number] as number;
    for (let left = (lengths[bytes[at] as number] as number) - 1; left >= 0; left--, bit++) {
      if (((code >>> left) & 1) === 0) coded[bit >> 3] = (coded[bit >> 3] as number) & ~(0x80 >> (bit & 7));
    }
  }
  return coded;
}

// How much room the longest text takes that so many bytes can hold.
export function huffmanRoom(length: number): number {
  return Math.floor((length * 8) / 5);
}

// Writes the text to `into`, from its start, which has room for it. Gives its length, -1 where the bytes are no such code.
export function huffmanDecode(bytes: Uint8Array, start: number, end: number, into: Uint8Array): number {
  const table = steps;
  let length = 0;
  let step = MAY_END;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    step = table[((step & 0xff) << 4) | (byte >> 4)] as number;
    if (step >= EMITS) {
      if ((step & EMITS) !== 0) into[length++] = (step >> 8) & 0xff;
      if ((step & FAILS) !== 0) return -1;
    }
    step = table[((step & 0xff) << 4) | (byte & 15)] as number;
    if (step >= EMITS) {
      if ((step & EMITS) !== 0) into[length++] = (step >> 8) & 0xff;
      if ((step & FAILS) !== 0) return -1;
    }
  }
  return (step & MAY_END) !== 0 ? length : -1;
}

function codesOf(all: Uint8Array): Uint32Array {
  const found = new Uint32Array(all.length);
  let code = 0;
  for (let length = 1; length <= 30; length++, code *= 2) {
    for (let symbol = 0; symbol < all.length; symbol++) if (all[symbol] === length) found[symbol] = code++;
  }
  return found;
}

interface Node {
  state: number;
  depth: number;
  onlyOnes: boolean; // on the way here
  next: [Branch, Branch];
}

type Branch = Node | number | undefined;

function stepsOf(): Uint32Array {
  const nodes: Node[] = [];
  const root = grow(0, true);
  for (let symbol = 0; symbol <= EOS; symbol++) plant(symbol);
  const table = new Uint32Array(nodes.length * 16);
  for (const node of nodes) {
    for (let bits = 0; bits < 16; bits++) table[(node.state << 4) | bits] = walk(node, bits);
  }
  return table;

  function grow(depth: number, onlyOnes: boolean): Node {
    const node: Node = { state: nodes.length, depth, onlyOnes, next: [undefined, undefined] };
    nodes.push(node);
    return node;
  }

  function plant(symbol: number): void {
    const [code = 0, length = 0] = [codes[symbol], lengths[symbol]];
    let node = root;
    for (let left = length - 1; left > 0; left--) {
      const bit = (code >>> left) & 1;
      const found = node.next[bit];
      const child = typeof found === 'object' ? found : grow(node.depth + 1, node.onlyOnes && bit === 1);
      node.next[bit] = child;
      node = child;
    }
    node.next[code & 1] = symbol;
  }

  function walk(from: Node, bits: number): number {
    let node = from;
    let emitted = 0;
    for (let left = 3; left >= 0; left--) {
      const branch = node.next[(bits >> left) & 1];
      if (branch === undefined || branch === EOS) return FAILS;
      if (typeof branch === 'number') emitted = EMITS | (branch << 8);
      node = typeof branch === 'number' ? root : branch;
    }
    return node.state | emitted | (node.onlyOnes && node.depth < 8 ? MAY_END : 0);
  }
}
