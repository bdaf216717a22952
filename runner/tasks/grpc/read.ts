// Bytes that inputs refer to: files of this machine, and what a step before this one downloaded.
import { Iter8Error } from '../../model/errors.ts';
import { shownUrl } from '../../model/shown-url.ts';
import type { Capabilities } from '../../model/task.ts';
import type { Source } from './plan.ts';

export type Sources = Pick<Capabilities, 'files' | 'scratch' | 'reflect'>;

export async function readSource(source: Source, input: string, { files, scratch }: Sources): Promise<Uint8Array> {
  if ('file' in source) return readFile(source.file, input, files);
  const bytes = scratch.get(source.key);
  if (bytes !== undefined) return bytes;
  throw new Iter8Error('STEP', `${shownUrl(source.url)} was not downloaded: its own step comes before this one`);
}

async function readFile(file: string, input: string, files: Sources['files']): Promise<Uint8Array> {
  try {
    return await files.read(file);
  } catch (error) {
    if (!(error instanceof Iter8Error)) throw error;
    const problems = [{ path: input, message: error.message }];
    throw new Iter8Error(error.code, `${input}: ${error.message}`, { cause: error, problems });
  }
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
