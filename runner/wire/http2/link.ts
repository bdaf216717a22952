// What the parts of a session ask of each other.
import type { FailureKind } from '../../model/failure.ts';
import type { ErrorName } from './codes.ts';
import type { Stream } from './stream.ts';

export interface Link {
  // The connection cannot go on.
  fail(error: ErrorName, kind: FailureKind, message: string): void;
  // This stream cannot; the connection can.
  refuse(stream: Stream, error: ErrorName, kind: FailureKind, message: string): void;
  // The server has given this stream up.
  lose(stream: Stream, kind: FailureKind, message: string, unprocessed: boolean, reset?: number): void;
  complete(stream: Stream): void; // its answer is whole
}
