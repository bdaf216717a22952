// What a document tells someone who watches: worked out once a document, drawn many times.
import type { Document, StepRecord } from '../../model/document.ts';
import { type View, viewOf } from '../view.ts';
import { type Standing, standingsOf } from './slos-so-far.ts';

export interface Scene {
  document: Document;
  view: View;
  standings: Standing[];
  elapsed: (number | undefined)[]; // msec for which each step ran, as of when the document was saved
  running: { number: number; record: StepRecord } | undefined;
}

export function sceneOf(document: Document): Scene {
  const view = viewOf(document);
  const records = document.details?.steps ?? [];
  const asOf = Date.parse(document.details?.asOf ?? '');
  const index = records.findIndex(({ state }) => state === 'running');
  const record = records[index];
  return {
    document,
    view,
    standings: standingsOf(document, view),
    elapsed: records.map(({ startTime, endTime }) => {
      const ms = (endTime === undefined ? asOf : Date.parse(endTime)) - Date.parse(startTime ?? '');
      return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
    }),
    running: record === undefined ? undefined : { number: index + 1, record },
  };
}
