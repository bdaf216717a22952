// Every format of `iter8 report`; each ends with a newline.
import type { Document } from '../model/document.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { type ReportOptions, textReport } from './text.ts';

export type Renderer = (document: Document, options?: ReportOptions) => string;

export const reports: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ['text', textReport],
  ['json', jsonReport],
  ['junit', junitReport],
  ['markdown', markdownReport],
]);
