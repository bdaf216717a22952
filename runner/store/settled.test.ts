import type { Document, RunState } from '../model/document.ts';
import type { Store } from '../model/store.ts';
import { memoryStore } from './memory.ts';
import { readSettled } from './settled.ts';

function running(state: RunState = 'running'): Document {
  return {
    spec: [{ task: 'http', with: {} }],
    result: {
      startTime: '2023-01-11T14:43:45Z',
      numLoops: 3,
      numCompletedTasks: 0,
      failure: false,
      iter8Version: 'v1',
    },
    details: {
      format: 1,
      identity: { owner: 'a', spec: 'b' },
      state,
      loop: 3,
      tasks: [],
      steps: [{ name: 'http', title: 'send requests', state: 'running' }],
      loops: [],
      gaps: {},
      ourMetrics: {},
      current: [],
      verdicts: [],
      loads: [],
      notes: [],
    },
  };
}

test('a document that says running is believed while somebody writes it', async () => {
  const store = memoryStore();
  await store.write(running());
  await store.lock();
  expect(await readSettled(store)).toEqual(running());
});

test('a run whose writer is gone was aborted, and is not one without failure', async () => {
  const store = memoryStore();
  await store.write(running());
  expect(await readSettled(store)).toMatchObject({
    result: { failure: true },
    details: {
      state: 'aborted',
      steps: [{ state: 'interrupted' }],
      notes: [{ kind: 'aborted', subject: 'loop 3', message: expect.stringContaining('its process is gone') }],
    },
  });
});

test('a run that ends between the two looks was not aborted', async () => {
  const documents = [running(), running('completed')];
  const store: Pick<Store, 'read' | 'writer'> = {
    read: async () => documents.shift(),
    writer: async () => undefined,
  };
  expect(await readSettled({ ...memoryStore(), ...store })).toEqual(running('completed'));
});

test.each(['completed', 'failed', 'interrupted'] as const)('a run that says %s needs no writer', async (state) => {
  const store = memoryStore();
  await store.write(running(state));
  expect(await readSettled(store)).toEqual(running(state));
});
