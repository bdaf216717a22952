// What comes back of one call, until it is clear what its status is.
import type { FailureKind } from '../../model/failure.ts';
import { isGrpc } from '../../wire/grpc/content-type.ts';
import { MessageReader } from '../../wire/grpc/messages.ts';
import { readStatus, status, statusOfHttp } from '../../wire/grpc/status.ts';
import { decodeStatusMessage } from '../../wire/grpc/status-message.ts';

const longestMessage = 900;
const longestType = 60;

// A class, as its reader of messages is one.
export class Answer {
  // What judge found:
  status = 0;
  failure: FailureKind | undefined; // no answer of a gRPC server
  message = '';
  readonly #reader: MessageReader;
  readonly #streams: boolean;
  #said = -1; // the grpc-status
  #httpStatus = 0;
  #isTyped = false;
  #isForeign = false;
  #type = '';
  #text = '';
  #isCut = false;

  constructor(mostBytes: number, streams: boolean) {
    this.#reader = new MessageReader(mostBytes);
    this.#streams = streams;
  }

  begin(): void {
    this.#reader.begin();
    this.#said = -1;
    this.#httpStatus = 0;
    this.#isTyped = false;
    this.#type = '';
    this.#text = '';
    this.#isCut = false;
  }

  messages(): number {
    return this.#reader.count;
  }

  field(name: string, bytes: Buffer, start: number, end: number): void {
    if (name === 'grpc-status') this.#said = readStatus(bytes, start, end);
    else if (name === 'grpc-message') {
      this.#text = bytes.toString('latin1', start, Math.min(end, start + longestMessage));
      this.#isCut = end - start > longestMessage;
    } else if (name === 'grpc-encoding') this.#reader.encoded = bytes.toString('latin1', start, end) !== 'identity';
    else if (name === 'content-type' && this.#httpStatus === 0) {
      this.#isTyped = isGrpc(bytes, start, end);
      if (!this.#isTyped) this.#type = bytes.toString('latin1', start, Math.min(end, start + longestType));
    }
  }

  headers(httpStatus: number): void {
    this.#httpStatus = httpStatus;
    this.#isForeign = httpStatus !== 200 || !this.#isTyped;
  }

  // False: it is of no use any more, judge it now.
  data(bytes: Buffer, start: number, end: number): boolean {
    return this.#isForeign || this.#reader.push(bytes, start, end);
  }

  judge(): void {
    const { problem, count } = this.#reader;
    const said = this.#said;
    if (problem !== undefined)
      this.#fail(problem.kind === 'too-large' ? status.RESOURCE_EXHAUSTED : status.INTERNAL, problem);
    else if (said < 0) this.#fail(statusOfHttp(this.#httpStatus), { kind: 'protocol', message: this.#unsaid() });
    else if (said !== status.OK) this.#settle(said, decodeStatusMessage(this.#text) + (this.#isCut ? '…' : ''));
    else if (!this.#reader.isWhole()) this.#settle(status.INTERNAL, 'the answer ended in the midst of a message');
    else if (!this.#streams && count !== 1) {
      this.#settle(status.INTERNAL, `the answer has ${count} messages, not one`);
    } else this.#settle(status.OK, '');
  }

  #settle(code: number, message: string): void {
    this.status = code;
    this.failure = undefined;
    this.message = message;
  }

  #fail(code: number, { kind, message }: { kind: FailureKind; message: string }): void {
    this.#settle(code, message);
    this.failure = kind;
  }

  #unsaid(): string {
    if (!this.#isForeign) return 'the answer ended without a grpc-status';
    const type = this.#type;
    const what =
      type === '' ? (this.#isTyped ? '' : ' without a content-type') : ` with content-type ${JSON.stringify(type)}`;
    return `the answer is HTTP ${this.#httpStatus}${what} and has no grpc-status: it is not that of a gRPC server, but of a web server or a proxy`;
  }
}
