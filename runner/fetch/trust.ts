// Certificates to trust beyond Node's own: SSL_CERT_FILE, which Node does not read. Giving Node a list takes away its
// default, so that NODE_EXTRA_CA_CERTS has to be read here, too.
import { rootCertificates } from 'node:tls';
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { Env } from './proxy.ts';

export type ReadFile = (path: string) => Promise<Uint8Array>;

export async function trustedCertificates(env: Env, readFile: ReadFile): Promise<string[] | undefined> {
  const { SSL_CERT_FILE: bundle, NODE_EXTRA_CA_CERTS: extra } = env;
  if (!bundle) return undefined;
  const own = await readPem('SSL_CERT_FILE', bundle, readFile);
  return [...rootCertificates, own, ...(extra ? [await readPem('NODE_EXTRA_CA_CERTS', extra, readFile)] : [])];
}

async function readPem(variable: string, path: string, readFile: ReadFile): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(path));
  } catch (error) {
    throw new Iter8Error('DOWNLOAD', `${variable} names ${path}, which cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
