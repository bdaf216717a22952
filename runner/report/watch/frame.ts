// What someone who watches sees: one screen, drawn anew as often as needed.
import type { StepRecord } from '../../model/document.ts';
import { type Headline, headlineInTwo, sentence } from '../headline.ts';
import { plain } from '../plain.ts';
import { quantity } from '../quantity.ts';
import type { LatencyRow, LoadRow } from '../view-loads.ts';
import { flowing, type Section, sideBySide, stacked, wrapped } from './layout.ts';
import { drawn, type Line, type Terminal, type Tone, toned } from './line.ts';
import type { Scene } from './scene.ts';
import type { Standing } from './slos-so-far.ts';
import { sparkline } from './sparkline.ts';
import { clockWords, loadFacts, progressFacts, shareOf, standingWords, tallyWords } from './words.ts';

export interface Moment {
  subject: string; // whose experiment it is, and where
  sinceMs: number; // since the document was read
  news?: string | undefined; // what is waited for, or wrong
  end?: readonly string[]; // what to do next
  height?: number; // of the terminal, where more than it holds may be drawn
}

const longestName = 60;
const mostNotes = 5;
const fewLoads = 3; // that are shown at length
const fewWindows = 3; // that are no course yet
const percentiles = ['p50', 'p99'] as const;
const rowsPerSlo = 6; // where there are fewer, trouble comes first

export function frame(scene: Scene | undefined, moment: Moment, terminal: Terminal): string[] {
  const news = moment.news === undefined ? [] : wrapped(toned('doubtful', moment.news), terminal);
  const end = (moment.end ?? []).flatMap((line) => wrapped(line, terminal));
  if (scene === undefined) {
    return stacked([{ lines: [[toned('strong', moment.subject)], ...news], least: 1 }], terminal.rows).map((line) =>
      drawn(line, terminal),
    );
  }
  const sections: Section[] = [
    { lines: [...verdictLines(scene, moment, terminal), [toned('faint', moment.subject)]], least: 1 },
    { lines: stepLines(scene, moment, terminal), least: 2, focus: (scene.running?.number ?? 1) - 1 },
    { lines: loadLines(scene, terminal), least: 4 },
    { title: 'SLOs', lines: standingLines(scene.standings, terminal), least: 1 },
    { lines: scene.view.summary.final ? noteLines(scene, terminal) : [], least: 0 },
    { lines: [...news, ...end], least: 1 },
  ];
  const lines = stacked(sections, terminal.rows);
  if (!scene.view.summary.final || lines.length <= (moment.height ?? lines.length)) {
    return lines.map((line) => drawn(line, terminal));
  }
  // The first lines are out of sight by now.
  const last: Section = { lines: [...verdictLines(scene, moment, terminal), ...news, ...end], least: 1 };
  return stacked([...sections.slice(0, -1), last], terminal.rows).map((line) => drawn(line, terminal));
}

const outcomes: Record<Headline['outcome'], readonly [icon: string, tone: Tone]> = {
  pass: ['✔', 'good'],
  fail: ['✘', 'bad'],
  inconclusive: ['?', 'doubtful'],
  running: ['▶', 'strong'],
  none: ['✔', 'strong'],
};

function verdictLines({ view, standings, running, elapsed }: Scene, { sinceMs }: Moment, terminal: Terminal): Line[] {
  const { summary } = view;
  const loop = summary.loops > 1 ? [[`loop ${summary.loops}`]] : [];
  if (summary.final) {
    const { outcome, words, reason, isClear } = headlineInTwo(view);
    const [icon, tone] = isClear ? outcomes[outcome] : outcomes.inconclusive;
    const facts = [[toned(tone, `${icon} ${words}`)], ...loop];
    return [...flowing(facts, terminal, 0), ...(reason.length === 0 ? [] : wrapped(sentence(reason), terminal, 2))];
  }
  const known = elapsed.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return flowing(
    [
      [toned('strong', `▶ ${summary.state === 'pending' ? 'nothing has run yet' : summary.state}`)],
      ...loop,
      ...(running === undefined ? [] : [[clockWords(known + sinceMs)]]),
      [`${summary.completedTasks} of ${summary.tasks} tasks done`],
      ...(standings.length === 0 ? [] : [[toned(toneOf(standings), tallyWords(standings))]]),
    ],
    terminal,
    0,
  );
}

function toneOf(standings: readonly Standing[]): Tone {
  if (standings.some(({ state }) => state === 'violated' || state === 'beyond')) return 'bad';
  return standings.every(({ state }) => state === 'satisfied' || state === 'within') ? 'good' : 'doubtful';
}

const stepIcons: Record<StepRecord['state'], readonly [icon: string, tone: Tone]> = {
  completed: ['✔', 'good'],
  failed: ['✘', 'bad'],
  interrupted: ['✘', 'bad'],
  running: ['▶', 'strong'],
  pending: ['○', 'faint'],
  skipped: ['-', 'faint'],
};

function stepLines({ view, elapsed }: Scene, { sinceMs }: Moment, terminal: Terminal): Line[] {
  return view.steps.flatMap(({ number, name, title, state, progress, error, reason }, i) => {
    const [icon, tone] = stepIcons[state] ?? stepIcons.pending;
    const words = title === '' || title === name ? '' : `: ${plain(title, longestName)}`;
    const took = elapsed[i];
    const time = took === undefined ? '' : clockWords(state === 'running' ? took + sinceMs : took);
    const left: Line = [toned(tone, `${icon} ${number} ${plain(name, longestName)}`), words];
    const lines = time === '' ? [left] : sideBySide(left, [toned('faint', time)], 0, terminal);
    if (error !== undefined) lines.push([toned('bad', `    ${error.message}`)]);
    else if (reason !== undefined) lines.push([toned('faint', `    ${reason}`)]);
    if (state !== 'running' || progress === undefined) return lines;
    const share = shareOf(progress, sinceMs);
    const facts = progressFacts(progress).map((fact): Line => [fact]);
    return [...lines, ...flowing(share === undefined ? facts : [[barOf(share, terminal)], ...facts], terminal, 4)];
  });
}

function barOf(share: number, { columns }: Terminal): string {
  const length = Math.max(6, Math.min(24, columns - 20));
  const full = Math.floor(share * length);
  return `[${'='.repeat(full)}${' '.repeat(length - full)}] ${Math.floor(share * 100)}%`;
}

// What runs comes first: where there is no room for all, that is what one wants to see. Of many, the others are short.
function loadLines({ view, running }: Scene, terminal: Terminal): Line[] {
  const loads = running === undefined ? view.loads : view.loads.toReversed();
  return loads.flatMap((load) => {
    const title = toned('strong', plain(load.title, longestName));
    const isShort = loads.length > fewLoads && !load.partial;
    const facts = loadFacts(load, isShort).map(
      ({ text, tone }): Line => [tone === undefined ? text : toned(tone, text)],
    );
    if (isShort) return flowing([[title], ...facts, ...latencyFacts(load)], terminal, 0, 2);
    const target = toned('faint', plain(load.target, longestName));
    return [[title, ' ', target], ...flowing(facts, terminal, 2), ...latencyLines(load, terminal)];
  });
}

function latencyLines(load: LoadRow, terminal: Terminal): Line[] {
  const { latency, course } = load;
  const room = terminal.columns - 24;
  if (latency === undefined || course === undefined || course.sent.length < fewWindows || room < 8) {
    return flowing(latencyFacts(load), terminal, 2);
  }
  return percentiles.map((name) => {
    return [`  ${name} `, sparkline(course[name], room, terminal.unicode), ` ${latencyWords(latency, name)}`];
  });
}

function latencyFacts({ latency }: LoadRow): Line[] {
  return latency === undefined ? [] : percentiles.map((name) => [`${name} ${latencyWords(latency, name)}`]);
}

export function latencyWords(latency: LatencyRow, name: 'p50' | 'p99'): string {
  const reading = latency.percentiles[name.slice(1)];
  if (reading === undefined) return 'unknown';
  return `${quantity(reading.value)} ms${reading.atLeast ? ' or more' : ''}`;
}

const standingIcons: Record<Standing['state'], readonly [icon: string, tone: Tone]> = {
  satisfied: ['✔', 'good'],
  within: ['✔', 'good'],
  violated: ['✘', 'bad'],
  beyond: ['✘', 'bad'],
  inconclusive: ['?', 'doubtful'],
  unknown: ['?', 'faint'],
};

function standingLines(standings: readonly Standing[], terminal: Terminal): Line[] {
  const isTrouble = ({ state }: Standing) => (state === 'satisfied' || state === 'within' ? 1 : 0);
  const listed =
    standings.length * rowsPerSlo > terminal.rows
      ? standings.toSorted((a, b) => isTrouble(a) - isTrouble(b))
      : standings;
  const titles = listed.map(({ title }) => plain(title, longestName + 20));
  const column = Math.max(0, ...titles.map((title) => title.length)) + 4;
  return listed.flatMap((standing, i) => {
    const [icon, tone] = standingIcons[standing.state];
    return sideBySide([toned(tone, icon), ` ${titles[i] ?? ''}`], [standingWords(standing)], column, terminal);
  });
}

function noteLines({ view }: Scene, terminal: Terminal): Line[] {
  return view.notes
    .filter(({ kind }) => kind !== 'info' && kind !== 'peers')
    .slice(0, mostNotes)
    .flatMap(({ subject, message, hint }): Line[] => [
      ...wrapped(toned('doubtful', `! ${subject === '' ? '' : `${subject}: `}${message}`), terminal),
      ...(hint === undefined ? [] : wrapped(toned('faint', hint), terminal, 2)),
    ]);
}
