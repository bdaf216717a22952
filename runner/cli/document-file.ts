// experiment.yaml of the working folder.
import path from 'node:path';
import type { Document } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import { fileStore } from '../store/file.ts';
import { readSettled } from '../store/settled.ts';
import type { Context } from './command.ts';

export const documentName = 'experiment.yaml';

export function documentPath({ cwd }: Context): string {
  return path.join(cwd, documentName);
}

export async function readDocument(context: Context): Promise<Document> {
  const document = await readSettled(fileStore(documentPath(context)));
  if (document === undefined) throw missingDocument(context);
  return document;
}

export function missingDocument({ cwd }: Context): Iter8Error {
  return new Iter8Error('DOCUMENT_MISSING', `there is no ${documentName} in ${cwd}`);
}
