// A grpc-message: UTF-8 in which other bytes than plain ASCII are percent-encoded. What is no valid code stays as it is.
const code = /%([0-9a-fA-F]{2})/g;

export function decodeStatusMessage(text: string): string {
  const bytes = Buffer.from(
    text.replace(code, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  );
  return bytes.toString('utf8').replace(/\p{Cc}+/gu, ' ');
}
