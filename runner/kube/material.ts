// Tokens and certificates that stand in files.
import { readFile } from 'node:fs/promises';
import { Iter8Error, messageOf } from '../model/errors.ts';

export async function readMaterial(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Iter8Error('KUBECONFIG', `${file}: ${what} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

// `whose`: for the message.
export function bearer(token: string, whose: string): { authorization: string } {
  const text = token.trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Iter8Error('KUBECONFIG', `${whose}: the token is empty, or has characters that no token can have`);
  return { authorization: `Bearer ${text}` };
}
