// Certificates and keys, given as PEM text or as the path of a file.
import { Iter8Error } from '../../model/errors.ts';
import type { Files, TlsSettings } from '../../model/task.ts';

export interface PemInputs {
  insecure: boolean;
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
}

// `names`: what users call these inputs.
export async function readTls(
  { insecure, serverName, ...pems }: PemInputs,
  names: Record<'ca' | 'cert' | 'key', string>,
  files: Files,
): Promise<TlsSettings> {
  const settings: TlsSettings = { insecure, ...(serverName === undefined ? {} : { serverName }) };
  for (const name of ['ca', 'cert', 'key'] as const) {
    const given = pems[name];
    if (given !== undefined) settings[name] = await pemOf(given, names[name], files);
  }
  return settings;
}

// What is no PEM would be left out without a word, and the server's certificate blamed.
async function pemOf(given: string, name: string, files: Files): Promise<string> {
  if (given.trimStart().startsWith('-----BEGIN')) return given;
  const text = new TextDecoder().decode(await files.read(given));
  if (text.includes('-----BEGIN')) return text;
  const message = `${given} holds no PEM text`;
  throw new Iter8Error('FILE_READ', `${name}: ${message}`, { problems: [{ path: name, message }] });
}
