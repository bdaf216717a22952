// A document that would be too large gives up, in this order, what is missed least; the spec, the verdicts and what the
// SLOs ask for stay, and saving never fails for size. docs/result-document.md tells users the order.
import type { Document, Note } from '../model/document.ts';
import {
  coarsenLoads,
  keepLoops,
  roundHistory,
  shortenBuckets,
  shortenSamples,
  shortenTexts,
  withoutCourses,
  withoutDescriptions,
  withoutHistograms,
  withoutLoads,
  withoutMetrics,
} from './sacrifice.ts';

const wanted = 240 * 1024; // so that 1,000 loops of 3 endpoints stay below 256 KiB
const limit = 508 * 1024; // of 512 KiB

interface Stage {
  above: number;
  loss?: string; // told to the user
  apply(document: Document): Document;
}

const stages: Stage[] = [
  { above: wanted, apply: roundHistory },
  { above: wanted, apply: (d) => coarsenLoads(d, 4) }, // to 0.2 %
  { above: wanted, apply: (d) => keepLoops(d, 32) },
  { above: wanted, apply: (d) => keepLoops(d, 16) },
  { above: wanted, apply: (d) => shortenSamples(d, 250) },
  { above: wanted, apply: withoutCourses },
  { above: limit, loss: 'fine buckets of stored histograms', apply: (d) => coarsenLoads(d, 16) },
  { above: limit, apply: shortenTexts },
  { above: limit, apply: (d) => shortenBuckets(d, 50) },
  { above: limit, loss: 'values of Samples, all but 50', apply: (d) => shortenSamples(d, 50) },
  { above: limit, loss: 'descriptions of metrics', apply: withoutDescriptions },
  { above: limit, loss: 'fine buckets of stored histograms', apply: (d) => coarsenLoads(d, 64) },
  { above: limit, apply: (d) => keepLoops(d, 8) },
  { above: limit, apply: (d) => keepLoops(d, 2) },
  { above: limit, apply: (d) => shortenBuckets(d, 10) },
  { above: limit, loss: 'stored histograms of the first half of the loads', apply: (d) => withoutHistograms(d, 0.5) },
  { above: limit, loss: 'stored histograms', apply: (d) => withoutHistograms(d, 1) },
  { above: limit, loss: 'metrics that 0.13 did not have and no SLO asks for', apply: (d) => withoutMetrics(d, 'ours') },
  { above: limit, loss: 'values of earlier loops', apply: (d) => keepLoops(d, 0) },
  { above: limit, loss: 'details of loads', apply: withoutLoads },
  {
    above: limit,
    loss: 'metrics that no SLO asks for, except counts and means',
    apply: (d) => withoutMetrics(d, 'details'),
  },
  { above: limit, loss: 'metrics that no SLO asks for', apply: (d) => withoutMetrics(d, 'all') },
];

export type Bound = (document: Document) => Document;

// Within a loop documents only grow, so what was given up once is given up from the start the next time.
export function createBound(sizeOf: (document: Document) => number): Bound {
  let sure = 0;
  return (document) => {
    let kept = document;
    const losses: string[] = [];
    const give = (stage: Stage) => {
      kept = stage.apply(kept);
      if (stage.loss !== undefined && !losses.includes(stage.loss)) losses.push(stage.loss);
    };
    for (const stage of stages.slice(0, sure)) give(stage);
    let size = sizeOf(kept);
    for (const [i, stage] of stages.entries()) {
      if (i < sure || size <= stage.above) continue;
      give(stage);
      size = sizeOf(kept);
      sure = i + 1;
    }
    return losses.length === 0 ? kept : withNote(kept, losses);
  };
}

function withNote(document: Document, losses: readonly string[]): Document {
  if (document.details === undefined) return document;
  const note: Note = {
    kind: 'info',
    subject: 'result',
    message: `the result was too large to be kept whole; left out: ${losses.join(', ')}`,
    hint: 'split the experiment, or give fewer endpoints or percentiles',
  };
  return { ...document, details: { ...document.details, notes: [...document.details.notes, note] } };
}
