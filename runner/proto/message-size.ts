// Messages larger than the user lets one be.
import type { Problem } from '../model/errors.ts';

export function tooLarge(messages: readonly Uint8Array[], mostBytes: number, path: string): Problem[] {
  return messages.flatMap(({ length }, index) => {
    if (length <= mostBytes) return [];
    const at = messages.length > 1 ? `${path}[${index}]` : path;
    return [{ path: at, message: `the message has ${length} bytes, max-send-message-size allows ${mostBytes}` }];
  });
}
