// What `report` and `k report` share: the formats, and how one is chosen.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Iter8Error } from '../model/errors.ts';
import { type Renderer, reports } from '../report/reports.ts';
import { readError } from '../store/file-errors.ts';
import type { Call } from './command.ts';
import type { Flag } from './flags.ts';

const formats = [...Object.keys(reports), 'template'];

export const reportFlags: readonly Flag[] = [
  {
    name: 'outputFormat',
    short: 'o',
    kind: 'text',
    value: 'format',
    describe: `how the report looks: ${formats.join(', ')}`,
    default: 'text',
    choices: formats,
  },
  {
    name: 'template',
    kind: 'text',
    value: 'file',
    describe: 'with -o template: a Handlebars template over what -o json prints; .html and .htm are escaped',
    completesFiles: true,
  },
  { name: 'all', kind: 'switch', describe: 'show every metric, also those that Iter8 0.13 did not know' },
];

// Checked before anything is read.
export async function rendererFor({ context, flags }: Call): Promise<Renderer> {
  const format = flags.text('outputFormat') ?? 'text';
  const file = flags.text('template');
  if ((format === 'template') !== (file !== undefined)) {
    throw new Iter8Error('USAGE', '-o template and --template FILE go together');
  }
  const render = file === undefined ? await rendererOf(format) : await fromTemplate(resolve(context.cwd, file));
  return (document) => render(document, { all: flags.on('all') });
}

async function rendererOf(format: string): Promise<Renderer> {
  const load = Object.entries(reports).find(([name]) => name === format)?.[1] ?? reports.text;
  return load();
}

async function fromTemplate(path: string): Promise<Renderer> {
  const [text, { templateReport }] = await Promise.all([readTemplate(path), import('../report/template.ts')]);
  return (document) => templateReport(document, { text, html: /\.html?(\.hbs)?$/.test(path) });
}

async function readTemplate(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw readError(path, error);
  }
}
