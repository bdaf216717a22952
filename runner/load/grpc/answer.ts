// What comes back of one call, until it is clear what its status is.
import type { FailureKind } from '../../model/failure.ts';
import { isGrpc } from '../../wire/grpc/content-type.ts';
import { createMessageReader } from '../../wire/grpc/messages.ts';
import { readStatus, status, statusOfHttp } from '../../wire/grpc/status.ts';
import { decodeStatusMessage } from '../../wire/grpc/status-message.ts';

export interface Answer {
  messages(): number; // whole ones, so far
  begin(): void;
  field(name: string, bytes: Buffer, start: number, end: number): void;
  headers(httpStatus: number): void;
  // False: it is of no use any more, judge it now.
  data(bytes: Buffer, start: number, end: number): boolean;
  judge(): void;
  // What judge found:
  readonly status: number;
  readonly failure: FailureKind | undefined; // no answer of a gRPC server
  readonly message: string;
}

const longestMessage = 900;
const longestType = 60;

export function createAnswer(mostBytes: number, streams: boolean): Answer {
  const reader = createMessageReader(mostBytes);
  let [said, httpStatus] = [-1, 0]; // said: the grpc-status
  let [isTyped, isForeign] = [false, false];
  let [type, text] = ['', ''];
  const self = {
    messages: () => reader.count,
    status: 0,
    failure: undefined as FailureKind | undefined,
    message: '',
    begin() {
      reader.begin();
      said = -1;
      httpStatus = 0;
      isTyped = false;
      type = '';
      text = '';
    },
    field,
    headers(given: number) {
      httpStatus = given;
      isForeign = given !== 200 || !isTyped;
    },
    data: (bytes: Buffer, start: number, end: number) => isForeign || reader.push(bytes, start, end),
    judge,
  };
  return self;

  function field(name: string, bytes: Buffer, start: number, end: number): void {
    if (name === 'grpc-status') said = readStatus(bytes, start, end);
    else if (name === 'grpc-message') text = bytes.toString('latin1', start, Math.min(end, start + longestMessage));
    else if (name === 'grpc-encoding') reader.encoded = true;
    else if (name === 'content-type' && httpStatus === 0) {
      isTyped = isGrpc(bytes, start, end);
      if (!isTyped) type = bytes.toString('latin1', start, Math.min(end, start + longestType));
    }
  }

  function judge(): void {
    const { problem } = reader;
    if (problem !== undefined)
      fail(problem.kind === 'too-large' ? status.RESOURCE_EXHAUSTED : status.INTERNAL, problem);
    else if (said < 0) fail(statusOfHttp(httpStatus), { kind: 'protocol', message: unsaid() });
    else if (said !== status.OK) settle(said, decodeStatusMessage(text));
    else if (!reader.isWhole()) settle(status.INTERNAL, 'the answer ended in the midst of a message');
    else if (!streams && reader.count !== 1) {
      settle(status.INTERNAL, `the answer has ${reader.count} messages, not one`);
    } else settle(status.OK, '');
  }

  function settle(code: number, message: string): void {
    self.status = code;
    self.failure = undefined;
    self.message = message;
  }

  function fail(code: number, { kind, message }: { kind: FailureKind; message: string }): void {
    settle(code, message);
    self.failure = kind;
  }

  function unsaid(): string {
    if (!isForeign) return 'the answer ended without a grpc-status';
    const what =
      type === '' ? (isTyped ? '' : ' without a content-type') : ` with content-type ${JSON.stringify(type)}`;
    return `the answer is HTTP ${httpStatus}${what} and has no grpc-status: it is not that of a gRPC server, but of a web server or a proxy`;
  }
}
