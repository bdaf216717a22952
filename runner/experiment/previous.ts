// What a loop takes over from the loops before it.
import type { Details, Document, Insights, LoopPod, Note } from '../model/document.ts';
import { gapKey, loopsOf } from '../model/loops.ts';
import { mapValues } from '../model/maps.ts';
import type { Log } from '../model/task.ts';
import { type History, isPerLoop } from './history.ts';

interface Previous {
  numLoops: number;
  startTime: string | undefined;
  history: History;
  notes: Note[];
  pods: LoopPod[];
}

const keptNotes = 8;

// Whoever runs a loop is the only writer: a loop that still says «running» has lost its process.
export function previousOf(document: Document | undefined, identity: Details['identity'], log: Log): Previous {
  const { result, details } = document ?? {};
  if (result === undefined) return nothing();
  if (details === undefined || details.identity.owner !== identity.owner || details.identity.spec !== identity.spec) {
    log.info('the result that was there is of another experiment: a new one is started');
    return nothing();
  }
  const notes = details.notes.filter(({ kind }) => kind === 'aborted' || kind === 'interrupted');
  if (details.state === 'running') {
    const message = `loop ${details.loop} was aborted: its process is gone; what it had measured was kept`;
    log.warn(message);
    notes.push({ kind: 'aborted', subject: `loop ${details.loop}`, message });
  }
  return {
    numLoops: Math.max(result.numLoops, details.loop),
    startTime: result.startTime,
    history: historyOf(result.insights, details),
    notes: notes.slice(-keptNotes).map(olderNote(details.loop)),
    pods: details.pods ?? [],
  };
}

function nothing(): Previous {
  const insights: Insights = {
    numVersions: 0,
    versionNames: null,
    metricsInfo: {},
    nonHistMetricValues: [],
    histMetricValues: [],
    SummaryMetricValues: [],
  };
  const history = { insights, loops: [], gaps: {} };
  return { numLoops: 0, startTime: undefined, history, notes: [], pods: [] };
}

function olderNote(loop: number): (note: Note) => Note {
  return (note) => (note.subject.startsWith('loop ') ? note : { ...note, subject: `loop ${loop}, ${note.subject}` });
}

// Samples and Summaries are of one loop and go with it; a series that does not pair up with its loops (somebody edited
// the document) cannot be told apart any more, and goes, too.
function historyOf(insights: Insights | undefined, { loops, gaps }: Details): History {
  if (insights === undefined) return nothing().history;
  const kept: Record<string, number[]> = {};
  const nonHistMetricValues = insights.nonHistMetricValues.map((values, version) =>
    mapValues(values, (series, metric) => {
      const pairs = series.length > 0 && series.length === loopsOf({ loops, gaps }, version, metric).length;
      if (!isPerLoop(insights, metric) || !pairs || !series.every(Number.isFinite)) return undefined;
      const missing = gaps[gapKey(version, metric)];
      if (missing !== undefined) kept[gapKey(version, metric)] = missing;
      return series;
    }),
  );
  return {
    insights: { ...insights, nonHistMetricValues, SummaryMetricValues: insights.SummaryMetricValues.map(() => ({})) },
    loops,
    gaps: kept,
  };
}
