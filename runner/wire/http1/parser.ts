import type { FailureKind } from '../failure.ts';
import type { Http1Limits } from '../limits.ts';

export interface ResponseHandler {
  head(status: number): void;
  // The bytes are those of the read buffer: valid during the call only.
  body(chunk: Buffer, start: number, end: number): void;
  done(status: number, reusable: boolean): void;
  failed(kind: FailureKind, message: string): void;
}

export interface ResponseParser {
  // A response to a request of this method is awaited.
  expect(method: string): void;
  push(chunk: Buffer, start: number, end: number): void;
  // The peer ended the stream.
  close(): void;
  readonly location: string | undefined; // of a 3xx
  wantBody: boolean; // body events only when true
}

export declare function createResponseParser(handler: ResponseHandler, limits?: Http1Limits): ResponseParser;
