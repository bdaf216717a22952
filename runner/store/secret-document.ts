// The document in a Secret, and what becomes of contents that are none.
import type { KubeObject, ObjectRef } from '../model/cluster.ts';
import type { Document } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import { corrupt, fromYaml } from './from-yaml.ts';
import { beforeKey, dataOf, decode, documentKey, nameOf } from './secret-object.ts';

// What is kept of contents that a run has to write over; with a document of 512 KiB it stays within the 1 MiB of a Secret.
const mostKept = 448 * 1024;

export function documentIn(secret: KubeObject, ref: ObjectRef): Document | undefined {
  const data = dataOf(secret, documentKey);
  if (data === undefined) return undefined;
  const where = `${documentKey} of ${nameOf(ref)}`;
  const text = textOf(data, where);
  return text.trim() === '' ? undefined : fromYaml(text, where);
}

function textOf(data: string, where: string): string {
  try {
    return decode(data);
  } catch (error) {
    throw corrupt(where, 'it is not text in UTF-8', error);
  }
}

interface Found {
  document: Document | undefined; // that a run may go on from, or replace
  aside?: { data: Record<string, string>; message: string }; // to be kept under another key
}

// A run replaces what an earlier run of ours left, and nothing else: contents that cannot be read, and documents of other
// hands (the 0.13 line, a text editor), are set aside.
export function foundBy(secret: KubeObject, ref: ObjectRef): Found {
  const reason = reasonToSetAside(secret, ref);
  if (typeof reason !== 'string') return { document: reason };
  const data = Buffer.from(dataOf(secret, documentKey) ?? '', 'base64');
  const kept = data.subarray(0, mostKept);
  const cut = kept.length < data.length ? `, the first ${mostKept >> 10} KiB of it` : '';
  const replaced = dataOf(secret, beforeKey) === undefined ? '' : ', in the place of what was kept there before';
  return {
    document: undefined,
    aside: {
      data: { [beforeKey]: kept.toString('base64') },
      message: `a new result was started: ${reason}; what was there is kept under the key ${beforeKey}${cut}${replaced}`,
    },
  };
}

function reasonToSetAside(secret: KubeObject, ref: ObjectRef): string | Document | undefined {
  try {
    const document = documentIn(secret, ref);
    if (document === undefined || document.details?.format === 1) return document;
    return `${documentKey} of ${nameOf(ref)} is not from a run of this version`;
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'DOCUMENT_CORRUPT') return error.message.split('\n')[0];
    throw error;
  }
}
