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
    if (given !== undefined) settings[name] = await pemOf(given, name, names[name], files);
  }
  return settings;
}

// What is no PEM would be left out without a word, and the server's certificate blamed.
async function pemOf(given: string, name: 'ca' | 'cert' | 'key', input: string, files: Files): Promise<string> {
  const isText = given.trimStart().startsWith('-----BEGIN');
  const text = isText ? given : await textOf(given, input, files);
  const wrong = wrongPem(text, name);
  if (wrong === undefined) return text;
  const message = `${isText ? 'the text' : given} ${wrong}`;
  throw new Iter8Error('FILE_READ', `${input}: ${message}`, { problems: [{ path: input, message }] });
}

async function textOf(file: string, input: string, files: Files): Promise<string> {
  try {
    return new TextDecoder().decode(await files.read(file));
  } catch (error) {
    if (!(error instanceof Iter8Error) || !isPerhapsKey(file)) throw error;
    const message = 'what is given (not shown) is neither PEM text nor a file that can be read';
    throw new Iter8Error('FILE_READ', `${input}: ${message}`, { problems: [{ path: input, message }] });
  }
}

// The inside of a PEM text, without its first and last line.
function isPerhapsKey(file: string): boolean {
  return file.length > 40 && /^[A-Za-z0-9+/=\s]+$/.test(file);
}

function wrongPem(text: string, name: 'ca' | 'cert' | 'key'): string | undefined {
  if (!text.includes('-----BEGIN')) return 'holds no PEM text';
  if (name !== 'key') return /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(text) ? undefined : 'holds no certificate';
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return 'holds no private key';
  const isLocked = /-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text);
  return isLocked ? 'holds a key that is encrypted: give it without a passphrase' : undefined;
}
