// Lines out of bytes that may be cut anywhere. A line that lies whole in the read buffer is not copied.
import type { FailureKind } from '../../model/failure.ts';
import { CR, endOfText, LF } from './bytes.ts';

interface LineReader {
  // Reads on from `start`; afterwards `state` says what came of it.
  read(chunk: Buffer, start: number, end: number): LineState;
  // Room for the lines from here on, in bytes with their CRLF.
  allow(bytes: number): void;
  // Bytes that were read elsewhere count too.
  spend(bytes: number): void;
  readonly next: number; // where the rest of the chunk starts, after `line`
  readonly bytes: Buffer; // holds the line, without its CRLF, from lineStart to lineEnd
  readonly lineStart: number;
  readonly lineEnd: number;
  readonly kind: FailureKind; // after `bad`
  readonly problem: string;
}

type LineState = 'line' | 'more' | 'bad';

const usualCarry = 1024;

export function createLineReader(limitName: string): LineReader {
  let budget = 0;
  let carry: Buffer = Buffer.allocUnsafeSlow(0);
  let carried = 0;
  const self = {
    read,
    allow,
    spend,
    next: 0,
    bytes: carry,
    lineStart: 0,
    lineEnd: 0,
    kind: 'protocol' as FailureKind,
    problem: '',
  };
  return self;

  function read(chunk: Buffer, start: number, end: number): LineState {
    const stop = Math.min(end, start + budget);
    let at = start;
    if (carried > 0 && carry[carried - 1] === CR) {
      if (at < stop && chunk[at] !== LF) return bad('protocol', 'a line ends in a carriage return alone');
    } else {
      at = endOfText(chunk, at, stop);
      if (at < stop) {
        if (chunk[at] !== CR)
          return bad(
            'protocol',
            `the head holds ${chunk[at] === LF ? 'a line that ends without a carriage return' : 'a control character'}`,
          );
        at++;
        if (at < stop && chunk[at] !== LF) return bad('protocol', 'a line ends in a carriage return alone');
      }
    }
    if (at >= stop) {
      if (stop < end || budget === stop - start) return bad('too-large', `the ${limitName} is too long`);
      keep(chunk, start, end);
      return 'more';
    }
    // chunk[at] is the LF
    budget -= at + 1 - start;
    self.next = at + 1;
    if (carried === 0) {
      self.bytes = chunk;
      self.lineStart = start;
      self.lineEnd = at - 1;
    } else {
      append(chunk, start, at);
      self.bytes = carry;
      self.lineStart = 0;
      self.lineEnd = carried - 1;
      carried = 0;
      if (carry.length > usualCarry) carry = Buffer.allocUnsafeSlow(0);
    }
    return 'line';
  }

  function keep(chunk: Buffer, start: number, end: number): void {
    budget -= end - start;
    append(chunk, start, end);
  }

  function append(chunk: Buffer, start: number, end: number): void {
    const needed = carried + end - start;
    if (needed > carry.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.max(usualCarry, needed, Math.min(carry.length * 2, 65536)));
      carry.copy(bigger, 0, 0, carried);
      carry = bigger;
    }
    chunk.copy(carry, carried, start, end);
    carried = needed;
  }

  function bad(kind: FailureKind, problem: string): LineState {
    self.kind = kind;
    self.problem = problem;
    return 'bad';
  }

  function allow(bytes: number): void {
    budget = bytes;
    carried = 0;
  }

  function spend(bytes: number): void {
    budget -= bytes;
  }
}
