import type { Document } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Store } from '../model/store.ts';
import { fromYaml } from './from-yaml.ts';
import { toYaml } from './to-yaml.ts';

// Keeps the text, as the others do, so that nobody shares objects with it.
export function memoryStore(text?: string): Store & { text(): string | undefined } {
  let kept = text;
  let locked = false;
  return {
    text: () => kept,
    read: async () => (kept === undefined ? undefined : fromYaml(kept, 'the document')),
    async write(document: Document) {
      kept = toYaml(document);
    },
    async lock() {
      if (locked) throw new Iter8Error('BUSY', 'another run is writing this experiment');
      locked = true;
      let mine = true;
      return async () => {
        if (mine) locked = false;
        mine = false;
      };
    },
    writer: async () => (locked ? { pid: 0, host: 'memory' } : undefined),
  };
}
