import type { HttpLoad } from '../../model/task.ts';
import type { SlotContext, Slots } from '../slot.ts';
import { createSlot } from './slot.ts';

// A slot a connection.
export function createHttpSlots(context: SlotContext<HttpLoad>): Slots {
  const all = Array.from({ length: context.share.slots }, () => createSlot(context));
  return {
    all,
    warm: () => Promise.all(all.map((slot) => new Promise<void>((settled) => slot.warm(settled)))).then(() => {}),
    live: () => all.flatMap((slot) => slot.live()),
  };
}
