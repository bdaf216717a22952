import { networkFailure } from './network-failure.ts';

const failure = (code: string) => networkFailure(Object.assign(new Error(`said by Node: ${code}`), { code }), true);

test.each([
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name of the host cannot be resolved now'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['HPE_INVALID_CONSTANT', 'its answer is no HTTP'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it speaks no TLS: is it http:// at this port?'],
  ['ERR_SSL_ANYTHING_ELSE', 'the TLS handshake failed: said by Node: ERR_SSL_ANYTHING_ELSE'],
  ['EWHATEVER', 'said by Node: EWHATEVER'],
])('%s is told as: %s', (code, message) => {
  expect(failure(code).message).toBe(message);
});

test.each([
  ['CERT_HAS_EXPIRED', true],
  ['ERR_TLS_CERT_ALTNAME_INVALID', true],
  ['ERR_SSL_WRONG_VERSION_NUMBER', true],
  ['ECONNREFUSED', false],
  ['ECONNRESET', false],
])('that another attempt after %s is hopeless is %s', (code, hopeless) => {
  expect(failure(code)).toMatchObject({ hopeless, reached: !hopeless });
});

test.each([
  ['wrong version number', 'it speaks no TLS: is it http:// at this port?'],
  ['tlsv13 alert certificate required', 'the TLS handshake failed: tlsv13 alert certificate required'],
])('OpenSSL’s %s is told as: %s', (reason, message) => {
  const said = `write EPROTO 80AC:error:0A00010B:SSL routines:ssl3_get_record:${reason}:../record.c:350:\n`;
  expect(networkFailure(Object.assign(new Error(said), { code: 'EPROTO' }), false)).toMatchObject({
    message,
    hopeless: true,
  });
});

test('where several addresses were tried the first one’s failure is told', () => {
  const all = new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' }), new Error('other')]);
  expect(networkFailure(all, false).message).toBe('the connection was refused');
});
