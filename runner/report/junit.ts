// JUnit XML in the shape Jenkins' xUnit schema describes and GitLab, Azure and GitHub actions read: one testsuite, a
// testcase a step, a testcase an SLO and version. A violated SLO is a failure: the target is not good enough. An
// inconclusive one is an error: the check itself could not be made. All of these systems fail on both and tell them
// apart, while a skipped testcase would pass.
import type { Document } from '../model/document.ts';
import { formatBeside } from './go-format.ts';
import { plain } from './plain.ts';
import { remarksOf } from './remarks.ts';
import { type View, viewOf } from './view.ts';
import type { SloCell, SloRow } from './view-slos.ts';
import type { StepRow } from './view-steps.ts';
import { element, escapeXml } from './xml.ts';

interface Case {
  outcome: 'passed' | 'failure' | 'error' | 'skipped';
  xml: string;
}

const suiteName = 'iter8';

export function junitReport(document: Document): string {
  const view = viewOf(document);
  const cases = [...view.steps.map((step) => stepCase(step, view)), ...sloCases(view)];
  const count = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const seconds = view.steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const attributes = { ...counts, skipped: count('skipped'), time: seconds.toFixed(3), timestamp: timestamp(view) };
  const children = [properties(view), ...cases.map(({ xml }) => xml), ...systemOut(view)];
  const suite = element('testsuite', { name: suiteName, ...attributes }, [
    '\n',
    ...children.map((c) => `    ${c}\n`),
    '  ',
  ]);
  const root = element('testsuites', { name: suiteName, ...counts, time: seconds.toFixed(3) }, ['\n  ', suite, '\n']);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function stepCase(step: StepRow, view: View): Case {
  const title = step.title === '' || step.title === step.name ? step.name : `${step.name}: ${step.title}`;
  const { outcome, message, body } = stepOutcome(step, view.summary.final);
  return testcase(
    'steps',
    `${step.number}. ${title}`,
    step.seconds,
    outcome,
    step.error?.code ?? step.state,
    message,
    body,
  );
}

function stepOutcome(
  { state, error, reason }: StepRow,
  final: boolean,
): { outcome: Case['outcome']; message: string; body: string } {
  const words = error?.message ?? reason ?? '';
  switch (state) {
    case 'completed':
      return { outcome: 'passed', message: '', body: '' };
    case 'failed':
      return {
        outcome: 'failure',
        message: words || 'the step failed',
        body: error === undefined ? '' : `${error.message}\n${error.fix}`,
      };
    case 'interrupted':
      return { outcome: 'error', message: words || 'the step was interrupted', body: words };
    case 'running':
      return final
        ? { outcome: 'error', message: 'the run ended while the step was running', body: words }
        : { outcome: 'skipped', message: 'the step is still running', body: '' };
    case 'skipped':
      return { outcome: 'skipped', message: words || 'the step was skipped', body: '' };
    default:
      return { outcome: 'skipped', message: 'the step was not reached', body: '' };
  }
}

function sloCases(view: View): Case[] {
  return view.slos.flatMap((slo) =>
    slo.cells.map((cell, version) => {
      const heading = view.versions.length > 1 ? ` [${view.versions[version]?.heading}]` : '';
      const outcome = cell.verdict === 'satisfied' ? 'passed' : cell.verdict === 'violated' ? 'failure' : 'error';
      const message = sloMessage(slo, cell);
      return testcase('SLOs', `${slo.title}${heading}`, undefined, outcome, cell.verdict, message, message);
    }),
  );
}

function sloMessage({ metric, limit, unit, kind }: SloRow, { value, atLeast, reason }: SloCell): string {
  const units = unit === undefined ? '' : ` ${unit}`;
  const seen =
    value === undefined ? 'has no value' : `is ${formatBeside(value, limit)}${units}${atLeast ? ' or more' : ''}`;
  const bound = `${kind === 'upper' ? 'at most' : 'at least'} ${formatBeside(limit, limit)}${units}`;
  return `${metric} ${seen}, the limit is ${bound}${reason === undefined ? '' : `: ${reason}`}`;
}

function testcase(
  group: string,
  name: string,
  seconds: number | undefined,
  outcome: Case['outcome'],
  type: string,
  message: string,
  body: string,
): Case {
  const attributes = { classname: `${suiteName}.${group}`, name: plain(name, 500), time: seconds?.toFixed(3) };
  if (outcome === 'passed') return { outcome, xml: element('testcase', attributes) };
  const reason = element(outcome, { type, message: plain(message, 1000) }, body === '' ? [] : [escapeXml(body)]);
  return { outcome, xml: element('testcase', attributes, [reason]) };
}

function properties({ summary, loads }: View): string {
  const rows: [string, string | number | undefined][] = [
    ['iter8.state', summary.state],
    ['iter8.loops', summary.loops],
    ['iter8.version', summary.iter8Version],
    ...loads.map(({ title, target }): [string, string] => [`iter8.target ${title}`, target]),
  ];
  const children = rows.flatMap(([name, value]) => (value === undefined ? [] : [element('property', { name, value })]));
  return element('properties', {}, children);
}

// What the text report says beyond 0.13's: shown beside the testcases by most systems.
function systemOut(view: View): string[] {
  const lines = remarksOf(view).flatMap(({ title, remarks }) => [
    `${title}:`,
    ...remarks.flatMap(({ text, more, hint }) => [
      `  ${plain(text, 600)}`,
      ...[...more, ...(hint === undefined ? [] : [`Hint: ${hint}`])].map((line) => `    ${plain(line, 600)}`),
    ]),
  ]);
  return lines.length === 0 ? [] : [element('system-out', {}, [escapeXml(lines.join('\n'))])];
}

// Without a zone, as the stricter JUnit schemas want it; it is UTC.
function timestamp({ summary: { startTime } }: View): string | undefined {
  const ms = Date.parse(startTime ?? '');
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 19) : undefined;
}
