// A report in a format of the user's own: a Handlebars template over the same data as the json report.
import Handlebars from 'handlebars';
import type { Document } from '../model/document.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { jsonReport } from './json.ts';

interface TemplateOptions {
  text: string;
  html: boolean; // escape what {{…}} puts in
}

const longest = 1 << 20;

export function templateReport(document: Document, { text, html }: TemplateOptions): string {
  if (text.length > longest) throw new Iter8Error('TEMPLATE', `the template is longer than ${longest} characters`);
  try {
    return environment().compile(text, { noEscape: !html })(JSON.parse(jsonReport(document)));
  } catch (error) {
    throw new Iter8Error('TEMPLATE', `the template cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

function environment(): typeof Handlebars {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('fixed', (value: unknown, digits: unknown) =>
    typeof value === 'number' ? value.toFixed(typeof digits === 'number' ? digits : 2) : '',
  );
  handlebars.registerHelper('json', (value: unknown) => JSON.stringify(value));
  handlebars.registerHelper('eq', (a: unknown, b: unknown) => a === b);
  return handlebars;
}
