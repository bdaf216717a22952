// What `report` and `k report` share: the formats, how one is chosen, and where a report goes.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Document } from '../model/document.ts';
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
  {
    name: 'open',
    kind: 'switch',
    describe: 'write the html report to a file in the folder for temporary files, and open it in the browser',
  },
  { name: 'all', kind: 'switch', describe: 'show every metric, also those that Iter8 0.13 did not know' },
];

type Reporter = (document: Document) => Promise<void>;

// What was asked for is checked before anything is read. `subject`: what was tested, as the user calls it.
export async function reporterFor(call: Call, subject?: string): Promise<Reporter> {
  const { context, flags, log } = call;
  const { format, file } = chosen(call);
  const render = file === undefined ? await rendererOf(format) : await fromTemplate(resolve(context.cwd, file));
  return async (document) => {
    const text = render(document, { all: flags.on('all'), subject });
    if (flags.on('open')) return opened(call, text);
    context.stdout.write(text);
    if (format === 'html' && context.stdout.isTTY) {
      log.info('that was HTML: --open shows it in the browser, > report.html keeps it in a file');
    }
  };
}

function chosen({ flags }: Call): { format: string; file: string | undefined } {
  const given = flags.list('outputFormat').at(-1);
  const format = given ?? (flags.on('open') ? 'html' : 'text');
  const file = flags.text('template');
  if ((format === 'template') !== (file !== undefined)) {
    throw new Iter8Error('USAGE', '-o template and --template FILE go together');
  }
  if (flags.on('open') && format !== 'html') {
    throw new Iter8Error('USAGE', `--open shows the html report, not ${format}: leave -o away, or say -o html`);
  }
  return { format, file };
}

async function opened({ context, log }: Call, text: string): Promise<void> {
  const { openInBrowser } = await import('./browser.ts');
  const file = join(await mkdtemp(join(tmpdir(), 'iter8-report-')), 'report.html');
  await writeFile(file, text, { mode: 0o600 });
  if (await openInBrowser(file, context)) log.info(`the report is open in the browser: ${file}`);
  else log.warn(`nothing here could open a browser; the report is in ${file}: open it from there`);
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
