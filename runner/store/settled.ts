// A document that says it is running is believed only while somebody writes it: a killed run cannot say that it ended.
import type { Document } from '../model/document.ts';
import type { DocumentReader } from '../model/store.ts';

export async function readSettled(store: DocumentReader): Promise<Document | undefined> {
  const document = await store.read();
  if (!isRunning(document) || (await store.writer()) !== undefined) return document;
  const again = await store.read(); // it may have ended in this moment
  return isRunning(again) ? aborted(again) : again;
}

function isRunning(document: Document | undefined): document is Document {
  return document?.details?.state === 'running';
}

function aborted(document: Document): Document {
  const { result, details } = document;
  if (details === undefined) return document;
  const subject = `loop ${details.loop}`;
  const message = 'the run ended without finishing: its process is gone; what it had saved until then is kept';
  return {
    ...document,
    ...(result === undefined ? {} : { result: { ...result, failure: true } }),
    details: {
      ...details,
      state: 'aborted',
      steps: details.steps.map((step) => (step.state === 'running' ? { ...step, state: 'interrupted' } : step)),
      notes: [...details.notes, { kind: 'aborted', subject, message }],
    },
  };
}
