import { createFieldDecoder, type FieldLimits } from './decoder.ts';

const roomy: FieldLimits = { headerBytes: 1024 * 1024, headers: 10_000 };

// A decoder that gives what each block says as [name, value], or what is wrong with it.
export function reading(tableSize = 4096, limits = roomy) {
  let fields: [name: string, value: string][] = [];
  const decoder = createFieldDecoder(
    { field: (name, bytes, start, end) => fields.push([name.text, bytes.toString('latin1', start, end)]) },
    tableSize,
    limits,
  );
  return {
    read(block: Uint8Array): [name: string, value: string][] | string {
      fields = [];
      // Nothing may rely on bytes around the block, nor on the block after the call.
      const shared = Buffer.concat([Buffer.from('#'), block, Buffer.from('#')]);
      const isValid = decoder.decode(shared, 1, 1 + block.length);
      shared.fill(33);
      return isValid ? fields : decoder.problem;
    },
    get exceeded() {
      return decoder.exceeded;
    },
  };
}

export const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
