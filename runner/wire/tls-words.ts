// What goes wrong in TLS, in words a user can act on.
const words: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is signed by a CA that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate of the server is signed by an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate of the server is signed by an unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate of the server is signed by an unknown CA, or the server does not send the whole chain',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  CERT_NOT_YET_VALID: 'the certificate of the server is not valid yet: is the clock right here?',
  CERT_REVOKED: 'the certificate of the server is revoked',
  INVALID_PURPOSE: 'the certificate of the server is not meant for servers',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server answered in plain text: is it http:// at this port?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server answered in plain text: is it http:// at this port?',
  ERR_SSL_HTTP_REQUEST: 'the server answered in plain text: is it http:// at this port?',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server speaks only TLS versions that are refused here (older than 1.2)',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the server refuses the TLS versions spoken here (1.2 and 1.3)',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'no version of TLS is left to speak',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'the server refused the handshake: it may ask for a client certificate or for other ciphers',
  ERR_SSL_TLSV1_ALERT_HANDSHAKE_FAILURE:
    'the server refused the handshake: it may ask for a client certificate or for other ciphers',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server asks for a client certificate: give tls.cert and tls.key',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'the server does not accept the client certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'the server does not accept the client certificate: it has expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'the server does not accept the client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the server does not know the CA of the client certificate',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'the server does not know the host name that was asked for: give tls.serverName',
  ECONNRESET: 'the server ended the connection during the TLS handshake: does it speak TLS at this port?',
  EPIPE: 'the server ended the connection during the TLS handshake: does it speak TLS at this port?',
};

export function isTlsError(code: string): boolean {
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_');
}

export function tlsWords(error: NodeJS.ErrnoException, protocols: readonly string[]): string {
  const code = error.code ?? '';
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') {
    return `the server does not offer ${protocols.map(protocolName).join(' or ')} over TLS`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(error);
  const known = words[code];
  if (known !== undefined) return known;
  return `the TLS handshake failed: ${code === '' ? error.message : `${reasonOf(error)} (${code})`}`;
}

// The certificate, key or CA that the user gave could not be read.
export function materialWords(error: NodeJS.ErrnoException): string {
  return `tls.ca, tls.cert or tls.key cannot be used: ${reasonOf(error)}`;
}

// As users know what ALPN calls so.
function protocolName(protocol: string): string {
  return protocol === 'h2' ? 'HTTP/2' : protocol.toUpperCase();
}

function wrongName(error: NodeJS.ErrnoException): string {
  const host = 'host' in error ? String(error.host) : 'the host asked for';
  const names = 'cert' in error ? namesIn(error.cert) : '';
  return `the certificate of the server is for ${names === '' ? 'another name' : names}, not for ${host}`;
}

function namesIn(certificate: unknown): string {
  if (typeof certificate !== 'object' || certificate === null) return '';
  if ('subjectaltname' in certificate && typeof certificate.subjectaltname === 'string') {
    return certificate.subjectaltname.replace(/\b(?:DNS|IP Address):/g, '');
  }
  if ('subject' in certificate && typeof certificate.subject === 'object' && certificate.subject !== null) {
    return 'CN' in certificate.subject ? String(certificate.subject.CN) : '';
  }
  return '';
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
}
