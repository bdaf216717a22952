// The report 0.13 printed, byte for byte; after it, what we have to add, if anything.
import type { Document } from '../model/document.ts';
import { formatFixed } from './go-format.ts';
import { plain } from './plain.ts';
import { remarksOf } from './remarks.ts';
import { table } from './table.ts';
import { type View, viewOf } from './view.ts';

export interface ReportOptions {
  all?: boolean; // metrics that 0.13 did not know, too
  subject?: string | undefined; // what was tested, where more is known than the document says
}

export function textReport(document: Document, options: ReportOptions = {}): string {
  const view = viewOf(document);
  const sections = [summarySection(view), ...insightSections(view, options), ...remarkSections(view)];
  return `\n${sections.join('\n')}\n`;
}

function summarySection({ summary }: View): string {
  return section('Experiment summary:', [
    `Experiment completed: ${summary.completed}`,
    `No task failures: ${summary.noFailure}`,
    `Total number of tasks: ${summary.tasks}`,
    `Number of completed tasks: ${summary.completedTasks}`,
    `Number of completed loops: ${summary.loops}`,
  ]);
}

function insightSections(view: View, options: ReportOptions): string[] {
  if (!view.measured) {
    const message = 'Insights not found in experiment results. You may need to retry this report at a later time.';
    return [section('Metrics-based Insights:', [message])];
  }
  const metrics = section('Latest observed values for metrics:', [...metricTable(view, options), '']);
  if (view.slos.length === 0) return [metrics];
  return [section('Whether or not service level objectives (SLOs) are satisfied:', [...sloTable(view), '']), metrics];
}

function sloTable({ slos, versions }: View): string[] {
  return table([
    ['SLO Conditions', ...headings(versions, 'Satisfied')],
    ['--------------', ...versions.map(() => '---------')],
    ...slos.map((slo) => [plain(slo.title), ...slo.cells.map(({ verdict }) => String(verdict === 'satisfied'))]),
  ]);
}

function metricTable({ metrics, versions }: View, { all = false }: ReportOptions): string[] {
  const rows = metrics.filter((metric) => all || metric.shown);
  return table([
    ['Metric', ...headings(versions, 'value')],
    ['-------', ...versions.map(() => '-----')],
    ...rows.map(({ title, values }) => [
      plain(title),
      ...values.map((found) => (found === undefined ? 'unavailable' : formatFixed(found.value))),
    ]),
  ]);
}

function headings(versions: View['versions'], alone: string): string[] {
  return versions.length > 1 ? versions.map(({ heading }) => plain(heading)) : [alone];
}

function remarkSections(view: View): string[] {
  return remarksOf(view).map(({ title, remarks }) =>
    section(
      `${title}:`,
      remarks.flatMap(({ text, more, hint }) => [
        plain(text, mostText),
        ...more.map((line) => `  ${plain(line, mostText)}`),
        ...(hint === undefined ? [] : [`  Hint: ${plain(hint, mostText)}`]),
      ]),
    ),
  );
}

const mostText = 600;

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${'*'.repeat(title.length)}\n\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
