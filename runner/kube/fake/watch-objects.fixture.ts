import type { KubeObject, ResourceType, WatchEvent } from '../../model/cluster.ts';
import { nameOfType } from '../call.ts';
import type { Change, Objects } from './objects.fixture.ts';

// What is there, `synced`, and every change of what the test selects, until the signal. With `since`, all that changed
// after that version in place of what is there.
export async function* watchObjects(
  objects: Objects,
  { type, isSelected, since }: { type: ResourceType; isSelected: (object: KubeObject) => boolean; since?: string },
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const queue: WatchEvent[] = [];
  let wake = () => {};
  const stop = () => wake();
  signal.addEventListener('abort', stop);
  const unsubscribe = objects.subscribe((change) => {
    const event = eventOf(change, type, isSelected);
    if (event === undefined) return;
    queue.push(event);
    wake();
  });
  try {
    if (since === undefined)
      for (const object of objects.all(type).filter(isSelected)) queue.push({ type: 'added', object });
    else
      for (const change of objects.history()) {
        const event = eventOf(change, type, isSelected);
        if (event !== undefined && Number(change.object.metadata.resourceVersion) > Number(since)) queue.push(event);
      }
    queue.push({ type: 'synced', resourceVersion: objects.version() });
    while (!signal.aborted) {
      const event = queue.shift();
      if (event !== undefined) yield event;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', stop);
  }
}

// An object that is changed so that it is selected no longer is deleted for whoever watches the selection.
function eventOf(
  { type: changed, before, after, object }: Change,
  type: ResourceType,
  isSelected: (object: KubeObject) => boolean,
): WatchEvent | undefined {
  if (nameOfType(changed) !== nameOfType(type)) return undefined;
  const was = before !== undefined && isSelected(before);
  const is = after !== undefined && isSelected(after);
  if (!was && !is) return undefined;
  return { type: !was ? 'added' : is ? 'modified' : 'deleted', object };
}
