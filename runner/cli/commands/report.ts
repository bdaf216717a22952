import type { Document } from '../../model/document.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import type { Command } from '../command.ts';
import { readDocument } from '../document-file.ts';

const formats = ['text', 'json', 'junit', 'markdown'] as const;
type Format = (typeof formats)[number];
type Render = (document: Document, options: { all: boolean }) => string;

// Each is loaded when it is asked for.
const renderers: Record<Format, () => Promise<Render>> = {
  text: async () => (await import('../../report/text.ts')).textReport,
  json: async () => (await import('../../report/json.ts')).jsonReport,
  junit: async () => (await import('../../report/junit.ts')).junitReport,
  markdown: async () => (await import('../../report/markdown.ts')).markdownReport,
};

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
    { name: 'all', kind: 'switch', describe: 'show every metric, also those that Iter8 0.13 did not know' },
  ],
  examples: [
    { describe: 'for people', command: 'iter8 report' },
    { describe: 'with service times, generator lag, drops, bytes', command: 'iter8 report --all' },
    { describe: 'for the test page of a CI system', command: 'iter8 report -o junit > iter8.xml' },
    { describe: 'for the comment of a pull request', command: 'iter8 report -o markdown' },
    { describe: 'for programs', command: 'iter8 report -o json | jq .' },
  ],
  async run({ context, flags }) {
    const format = formats.find((name) => name === flags.text('outputFormat')) ?? 'text';
    const [render, document] = await Promise.all([renderers[format](), readDocument(context)]);
    context.stdout.write(render(document, { all: flags.on('all') }));
    return exitCodes.ok;
  },
};
