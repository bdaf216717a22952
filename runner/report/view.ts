// The one place that reads a document, 0.13's or ours, into the rows that every renderer shows.
import type { Document, Note } from '../model/document.ts';
import { type LoadRow, loadRows } from './view-loads.ts';
import { type Distribution, distributions, type MetricRow, metricRows } from './view-metrics.ts';
import { type SloRow, sloRows } from './view-slos.ts';
import { type StepRow, stepRows } from './view-steps.ts';
import { type Summary, summaryOf } from './view-summary.ts';
import { readValues } from './view-values.ts';
import { type VersionRow, versionRows } from './view-versions.ts';

export interface View {
  summary: Summary;
  detailed: boolean; // the document is ours
  measured: boolean; // there are insights
  versions: VersionRow[];
  slos: SloRow[];
  metrics: MetricRow[]; // in bytewise order
  distributions: Distribution[];
  loads: LoadRow[];
  steps: StepRow[];
  notes: Note[];
  loops: number[]; // whose values the history of metrics holds
}

export function viewOf(document: Document): View {
  const versions = versionRows(document);
  const values = readValues(document);
  const slos = sloRows(document, versions.length, values);
  return {
    summary: summaryOf(document, slos),
    detailed: document.details !== undefined && document.details !== null,
    measured: document.result?.insights !== undefined && document.result.insights !== null,
    versions,
    slos,
    metrics: metricRows(document, versions.length, slos, values),
    distributions: distributions(document, versions.length),
    loads: loadRows(document, versions),
    steps: stepRows(document),
    notes: document.details?.notes ?? [],
    loops: document.details?.loops ?? [],
  };
}
