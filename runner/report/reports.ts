// Every format of `iter8 report`, each loaded when it is asked for. What they print ends with a newline.
import type { Document } from '../model/document.ts';
import type { ReportOptions } from './text.ts';

export type Renderer = (document: Document, options?: ReportOptions) => string;

export const reports = {
  text: async (): Promise<Renderer> => (await import('./text.ts')).textReport,
  json: async (): Promise<Renderer> => (await import('./json.ts')).jsonReport,
  junit: async (): Promise<Renderer> => (await import('./junit.ts')).junitReport,
  html: async (): Promise<Renderer> => (await import('./html/page.ts')).htmlReport,
  markdown: async (): Promise<Renderer> => (await import('./markdown.ts')).markdownReport,
};
