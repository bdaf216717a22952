import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Iter8Error } from '../../model/errors.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type Renderer, reports } from '../../report/reports.ts';
import { readError } from '../../store/file-errors.ts';
import type { Command } from '../command.ts';
import { readDocument } from '../document-file.ts';

const formats = [...Object.keys(reports), 'template'];

export const report: Command = {
  name: 'report',
  describe: 'Print what an experiment measured and whether its SLOs are satisfied',
  details: 'The report of experiment.yaml in the working folder goes to stdout; also of one that is still running.',
  flags: [
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
  ],
  examples: [
    { describe: 'for people', command: 'iter8 report' },
    { describe: 'with service times, generator lag, drops, bytes', command: 'iter8 report --all' },
    { describe: 'for the test page of a CI system', command: 'iter8 report -o junit > iter8.xml' },
    { describe: 'for the comment of a pull request', command: 'iter8 report -o markdown' },
    { describe: 'for programs', command: 'iter8 report -o json | jq .' },
    { describe: 'in a format of your own', command: 'iter8 report -o template --template summary.hbs' },
  ],
  async run({ context, flags }) {
    const format = flags.text('outputFormat') ?? 'text';
    const file = flags.text('template');
    if ((format === 'template') !== (file !== undefined)) {
      throw new Iter8Error('USAGE', '-o template and --template FILE go together');
    }
    const render = file === undefined ? await rendererOf(format) : await fromTemplate(resolve(context.cwd, file));
    context.stdout.write(render(await readDocument(context), { all: flags.on('all') }));
    return exitCodes.ok;
  },
};

async function rendererOf(format: string): Promise<Renderer> {
  const load = Object.entries(reports).find(([name]) => name === format)?.[1] ?? reports.text;
  return load();
}

async function fromTemplate(path: string): Promise<Renderer> {
  const [text, { templateReport }] = await Promise.all([readTemplate(path), import('../../report/template.ts')]);
  return (document) => templateReport(document, { text, html: /\.html?(\.hbs)?$/.test(path) });
}

async function readTemplate(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw readError(path, error);
  }
}
