// What happened between two looks, a line each: for logs, where nothing can be drawn twice.
import type { Note, StepRecord } from '../../model/document.ts';
import { headlineInTwo, sentence } from '../headline.ts';
import { plain } from '../plain.ts';
import type { LoadRow } from '../view-loads.ts';
import { latencyWords } from './frame.ts';
import type { Scene } from './scene.ts';
import type { Standing } from './slos-so-far.ts';
import { clockWords, loadFacts, progressFacts, shareOf, standingWords } from './words.ts';

interface Said {
  level: 'info' | 'warn' | 'error';
  message: string;
}

export function changesBetween(earlier: Scene | undefined, now: Scene): Said[] {
  const before = earlier !== undefined && isSameLoop(earlier, now) ? earlier : undefined;
  const { loops, final } = now.view.summary;
  return [
    ...(before === undefined && loops > 1 ? [info(`loop ${loops}`)] : []),
    ...now.view.steps.flatMap((step, i) => {
      return step.state === (before?.view.steps[i]?.state ?? 'pending') ? [] : [stepSaid(step, now.elapsed[i])];
    }),
    ...now.standings.flatMap((standing) => {
      const was = before?.standings.find(({ title }) => title === standing.title)?.state ?? 'unknown';
      return standing.state === was ? [] : standingSaid(standing, was);
    }),
    ...now.view.notes
      .filter((note) => isTrouble(note) && !before?.view.notes.some((other) => isSame(other, note)))
      .map(({ subject, message }) => warning(plain(subject === '' ? message : `${subject}: ${message}`, mostText))),
    ...(final && before?.view.summary.final !== true ? [endOf(now)] : []),
  ];
}

const mostText = 600;
const info = (message: string): Said => ({ level: 'info', message });
const warning = (message: string): Said => ({ level: 'warn', message });

export function isSameRun({ document: a }: Scene, { document: b }: Scene): boolean {
  return a.details?.identity.owner === b.details?.identity.owner && a.result?.revision === b.result?.revision;
}

function isSameLoop(a: Scene, b: Scene): boolean {
  return isSameRun(a, b) && a.view.summary.loops === b.view.summary.loops;
}

function stepSaid(
  { number, name, state, error, reason }: StepRecord & { number: number },
  tookMs: number | undefined,
): Said {
  const label = `task ${number}: ${plain(name)}`;
  const after = tookMs === undefined || tookMs < 1000 ? '' : ` after ${clockWords(tookMs)}`;
  if (state === 'running') return info(`${label}: started`);
  if (state === 'completed') return info(`${label}: completed${after}`);
  if (state === 'skipped')
    return info(`${label}: skipped${reason === undefined ? '' : `: ${plain(reason, mostText)}`}`);
  if (state === 'interrupted') return warning(`${label}: interrupted${after}`);
  const why = error === undefined ? '' : `: ${plain(error.message, mostText)}`;
  return { level: 'error', message: `${label}: failure${after}${why}` };
}

// That a value is within its limit is worth a line only where it was not, or where that is the verdict.
function standingSaid(standing: Standing, was: Standing['state']): Said[] {
  const { state } = standing;
  if (state === 'unknown' || (state === 'within' && was !== 'beyond')) return [];
  const soFar = state === 'within' || state === 'beyond' ? ' so far' : `: ${state}`;
  const message = `SLO ${plain(standing.title)}${soFar}: ${plain(standingWords(standing), mostText)}`;
  return [state === 'satisfied' || state === 'within' ? info(message) : warning(message)];
}

function isTrouble({ kind }: Note): boolean {
  return kind !== 'info' && kind !== 'peers';
}

function isSame(a: Note, b: Note): boolean {
  return a.kind === b.kind && a.subject === b.subject && a.message === b.message;
}

function endOf({ view }: Scene): Said {
  const { outcome, words, reason, isClear } = headlineInTwo(view);
  const message = `${words}${reason.length === 0 ? '' : `: ${sentence(reason)}`}`;
  const isGood = isClear && (outcome === 'pass' || outcome === 'none');
  return { level: isGood ? 'info' : outcome === 'fail' ? 'error' : 'warn', message };
}

// How far it is, for a line every now and then.
export function progressSaid({ running, view }: Scene): string | undefined {
  if (running === undefined) return undefined;
  const { number, record } = running;
  const { progress } = record;
  const share = progress === undefined ? undefined : shareOf(progress, 0);
  const [load] = view.loads.filter(({ partial }) => partial).slice(-1);
  const measured = load === undefined ? progress && progressFacts(progress) : measuredFacts(load);
  const facts = [...(share === undefined ? [] : [`${Math.floor(share * 100)}%`]), ...(measured ?? [])];
  return facts.length === 0 ? undefined : plain(`task ${number}: ${record.name}: ${facts.join(', ')}`, mostText);
}

function measuredFacts(load: LoadRow): string[] {
  const { latency, title } = load;
  const times =
    latency === undefined ? [] : (['p50', 'p99'] as const).map((name) => `${name} ${latencyWords(latency, name)}`);
  return [title, ...loadFacts(load).map(({ text }) => text), ...times];
}
