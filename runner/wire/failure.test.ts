import { failureKinds, hintFor } from '../model/failure.ts';
import { failureOf, type Phase } from './failure.ts';

const coded = (code: string, more: object = {}) => Object.assign(new Error(`native ${code}`), { code, ...more });

test.each(['resolve', 'connect', 'secure', 'exchange'] as Phase[])(
  'any error in phase %s has a known kind',
  (phase) => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EMFILE', 'ENOTFOUND', 'EWHATEVER', '']) {
      const { kind, message } = failureOf(coded(code), phase);
      expect(failureKinds).toContain(kind);
      expect(message).not.toBe('');
    }
  },
);

test.each([
  ['ECONNREFUSED', 'connect', 'refused'],
  ['EHOSTUNREACH', 'connect', 'unreachable'],
  ['EMFILE', 'connect', 'unreachable'],
  ['ETIMEDOUT', 'connect', 'connect-timeout'],
  ['ECONNRESET', 'connect', 'reset'],
  ['ECONNRESET', 'secure', 'tls'],
  ['CERT_HAS_EXPIRED', 'secure', 'tls'],
  ['ECONNRESET', 'exchange', 'reset'],
  ['EPIPE', 'exchange', 'reset'],
  ['ETIMEDOUT', 'exchange', 'timeout'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'exchange', 'tls'],
  ['ENOTFOUND', 'resolve', 'dns'],
] as [string, Phase, string][])('%s in phase %s is %s', (code, phase, kind) => {
  expect(failureOf(coded(code), phase).kind).toBe(kind);
});

test.each([
  [{ subjectaltname: 'DNS:a.test, IP Address:10.0.0.1' }, 'for a.test, 10.0.0.1, not for b.test'],
  [{ subject: { CN: 'a.test' } }, 'for a.test, not for b.test'],
  [{}, 'for another name, not for b.test'],
])('a certificate for another host names both: %p', (cert, words) => {
  const error = coded('ERR_TLS_CERT_ALTNAME_INVALID', { host: 'b.test', cert });
  expect(failureOf(error, 'secure').message).toContain(words);
});

test('a TLS error nobody knows keeps its reason and code', () => {
  const error = coded('ERR_SSL_SOMETHING_NEW', { reason: 'something new' });
  expect(failureOf(error, 'secure').message).toBe('the TLS handshake failed: something new (ERR_SSL_SOMETHING_NEW)');
});

test('every kind has a hint', () => {
  for (const kind of failureKinds) expect(hintFor(kind)).not.toBe(hintFor('no such kind'));
  expect(hintFor('toString')).toBe(hintFor('no such kind'));
});
