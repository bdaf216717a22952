// Certificates made for one test run by the openssl on PATH: nothing here can expire in the repository.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface KeyPair {
  key: string;
  cert: string;
}

export interface Certificates {
  ca: string;
  good: KeyPair; // localhost, 127.0.0.1 and ::1
  otherName: KeyPair; // other.test
  expired: KeyPair; // a second after it was made
  selfSigned: KeyPair;
  client: KeyPair;
}

// Without it tests of TLS are left out, by name; on CI that is an error.
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env.CI === 'true') throw new Error('CI needs openssl, for the tests of TLS', { cause: error });
    return false;
  }
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'iter8-certificates-'));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const read = (name: string): KeyPair => ({
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
  });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  function selfSign(name: string, subject: string, names: string[]): KeyPair {
    const out = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '2'];
    openssl('req', '-x509', ...newKey, ...out, '-subj', subject, ...names);
    return read(name);
  }

  function sign(name: string, names: string, days = 2): KeyPair {
    const wanted = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`];
    openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...wanted);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...authority, '-days', String(days), '-out', `${name}.crt`);
    return read(name);
  }

  try {
    const ca = selfSign('ca', '/CN=Test CA', []).cert;
    const local = 'DNS:localhost,IP:127.0.0.1,IP:::1';
    return {
      ca,
      expired: sign('expired', local, 0),
      good: sign('good', local),
      otherName: sign('other', 'DNS:other.test'),
      selfSigned: selfSign('self', '/CN=localhost', ['-addext', `subjectAltName=${local}`]),
      client: sign('client', 'DNS:client.test'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
