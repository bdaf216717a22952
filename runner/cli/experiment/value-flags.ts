// The flags that give values, and what they read.
import path from 'node:path';
import { messageOf } from '../../model/errors.ts';
import { mergeValues } from '../../values/merge-values.ts';
import type { Call, Context } from '../command.ts';
import type { Flag } from '../flags.ts';
import { readBytes, readFileBytes } from './read-bytes.ts';

export const valueFlags: readonly Flag[] = [
  {
    name: 'set',
    kind: 'array',
    value: 'key=value',
    describe: 'set values, as helm takes them: a.b=1,tasks={http,assess}',
  },
  {
    name: 'set-string',
    kind: 'array',
    value: 'key=value',
    describe: 'set values that are strings, whatever they look like',
  },
  {
    name: 'set-file',
    kind: 'array',
    value: 'key=path',
    describe: 'set values from the text of files',
    completesFiles: true,
  },
  {
    name: 'values',
    short: 'f',
    kind: 'list',
    value: 'file',
    describe: 'values from a YAML file or a URL; - is stdin',
    completesFiles: true,
  },
];

export async function valuesOf({ context, flags }: Call): Promise<Record<string, unknown>> {
  const given = {
    files: flags.list('values'),
    set: flags.list('set'),
    setString: flags.list('set-string'),
    setFile: flags.list('set-file'),
  };
  try {
    return await mergeValues(given, async (source) => {
      if (source === '-') return readBytes(context.stdin ?? [], context.signal);
      if (/^https?:\/\//i.test(source)) return fetched(source, context);
      return readFileBytes(path.resolve(context.cwd, source), context.signal);
    });
  } catch (error) {
    context.signal.throwIfAborted(); // not the fault of what was read
    throw error;
  }
}

// Loaded when it is needed. Values that cannot be had are wrong input: nothing ran yet that could have failed.
async function fetched(url: string, { env, signal }: Context): Promise<Uint8Array> {
  const { createDownload } = await import('../../fetch/download.ts');
  try {
    return await createDownload({ env })(url, { signal });
  } catch (error) {
    throw new Error(messageOf(error), { cause: error });
  }
}
