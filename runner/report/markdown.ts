// For the summary of a CI job or the comment of a pull request: the verdict first, small tables, no more than GitHub takes.
import type { Document } from '../model/document.ts';
import { formatFixed, formatFloat } from './go-format.ts';
import { headlineInTwo } from './headline.ts';
import { marginWords } from './margin-words.ts';
import { code, markdownTable, prose } from './markdown-text.ts';
import { beside, quantity } from './quantity.ts';
import { remarksOf } from './remarks.ts';

import { type View, viewOf } from './view.ts';
import type { LoadRow, Reading } from './view-loads.ts';
import type { SloCell, SloRow } from './view-slos.ts';
import { sparkline } from './watch/sparkline.ts';

const mostRows = 50;
const mostVersions = 10;
const mostCharacters = 60_000; // a comment on GitHub holds 65,536

export function markdownReport(document: Document): string {
  const view = viewOf(document);
  const blocks = [heading, reason, facts, sloTable, remarks, loadTable, metricTable, fewMetrics];
  let report = '';
  let metricsShown = false;
  for (const block of blocks) {
    if (block === fewMetrics && metricsShown) continue;
    const lines = block(view);
    const text = lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
    if (report.length + text.length > mostCharacters) continue;
    report += text;
    metricsShown ||= block === metricTable;
  }
  return `${report.trimEnd()}\n`;
}

function heading(view: View): string[] {
  const { outcome, words, isClear } = headlineInTwo(view);
  return [`### ${isClear ? outcomeSigns[outcome] : outcomeSigns.inconclusive} Iter8: ${words}`];
}

const outcomeSigns = { pass: '✅', fail: '❌', inconclusive: '⚠️', running: '⏳', none: '⚪' };

function reason(view: View): string[] {
  const phrases = headlineInTwo(view).reason.map((phrase) => {
    if (typeof phrase === 'string') return phrase;
    return /\s/.test(phrase.name) ? prose(phrase.name) : code(phrase.name);
  });
  return phrases.length === 0 ? [] : [phrases.join('')];
}

function facts({ summary }: View): string[] {
  const parts = [
    `${summary.completedTasks} of ${summary.tasks} tasks completed`,
    ...(summary.loops > 1 ? [`loop ${summary.loops}`] : []),
    ...(summary.startTime === undefined ? [] : [`started ${prose(summary.startTime, 40)}`]),
    ...(summary.iter8Version === undefined || summary.iter8Version === ''
      ? []
      : [`Iter8 ${prose(summary.iter8Version, 40)}`]),
  ];
  return [parts.join(' · ')];
}

function sloTable(view: View): string[] {
  if (view.slos.length === 0) return [];
  // Where there are versions, their columns take the room.
  const alone = view.versions.length <= 1;
  const rows = view.slos.map((slo) => [
    code(slo.title),
    ...slo.cells.slice(0, mostVersions).map((cell, i) => `${verdictCell(slo, cell)}${trend(view, slo, i)}`),
    ...(alone ? slo.cells.slice(0, 1).map((cell) => marginWords(slo, cell)) : []),
  ]);
  return limited(['SLO', ...headings(view, 'value'), ...(alone ? ['margin'] : [])], rows, 'SLOs');
}

const signs = { satisfied: '✅', violated: '❌', inconclusive: '⚠️' };

function verdictCell({ limit }: SloRow, { verdict, value, atLeast }: SloCell): string {
  const number = value === undefined ? 'no value' : `${atLeast ? '≥ ' : ''}${beside(value, limit)}`;
  return `${signs[verdict]} ${number}`;
}

// Of the last loops.
function trend({ metrics }: View, { metric }: SloRow, version: number): string {
  const points = metrics.find(({ name }) => name === metric)?.history[version] ?? [];
  return points.length < 3
    ? ''
    : ` ${sparkline(
        points.map(({ value }) => value),
        24,
        true,
      )}`;
}

function remarks(view: View): string[] {
  return remarksOf(view).flatMap(({ title, remarks: list }) => [
    `**${title}**`,
    '',
    ...list.slice(0, mostRows).map(({ text, more, hint }) => {
      const lines = [text, ...more, ...(hint === undefined ? [] : [`Hint: ${hint}`])];
      return `- ${lines.map((line) => prose(line)).join('<br>')}`;
    }),
    ...(list.length > mostRows ? [`- and ${list.length - mostRows} more`] : []),
    '',
  ]);
}

function loadTable({ loads }: View): string[] {
  if (loads.length === 0) return [];
  const rows = loads.map((load) => [
    code(load.title),
    load.asked.qps > 0 ? `${formatFloat(Number(load.asked.qps.toPrecision(6)))}/s` : 'unlimited',
    load.achievedQps === undefined ? '' : `${formatFixed(load.achievedQps)}/s`,
    ...[load.sent, load.errors, load.dropped].map((count) => quantity(count, 0)),
    ...['50', '95', '99', '99.9'].map((percent) => readingOf(load, percent)),
  ]);
  const head = ['Load', 'asked', 'achieved', 'sent', 'errors', 'dropped', 'p50 ms', 'p95 ms', 'p99 ms', 'p99.9 ms'];
  return limited(head, rows, 'loads');
}

function readingOf({ latency }: LoadRow, percent: string): string {
  const reading: Reading | undefined = latency?.percentiles[percent];
  return reading === undefined ? '' : `${reading.atLeast ? '≥ ' : ''}${quantity(reading.value)}`;
}

const fewMetrics = (view: View): string[] => metricTable(view, 20);

function metricTable(view: View, most = 200): string[] {
  // Of ours, those that counted nothing say nothing.
  const metrics = view.metrics.filter(({ ours, values }) => !ours || values.some((found) => found?.value !== 0));
  const rows = metrics.map(({ title, values }) => [
    code(title),
    ...values.slice(0, mostVersions).map((found) => (found === undefined ? 'unavailable' : quantity(found.value))),
  ]);
  if (rows.length === 0) return [];
  const table = limited(['Metric', ...headings(view, 'value')], rows, 'metrics', most);
  return [
    `<details><summary>${rows.length} ${rows.length === 1 ? 'metric' : 'metrics'}</summary>`,
    '',
    ...table,
    '',
    '</details>',
  ];
}

function headings({ versions }: View, alone: string): string[] {
  if (versions.length <= 1) return [alone];
  return versions.slice(0, mostVersions).map((version) => code(version.heading, 60));
}

function limited(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  what: string,
  most = mostRows,
): string[] {
  const more = rows.length - most;
  const lines = markdownTable(head, rows.slice(0, most));
  return more > 0 ? [...lines, '', `and ${more} more ${what}: \`iter8 report\` shows them all`] : lines;
}
