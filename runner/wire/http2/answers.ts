// Answers out of the frames of many streams: headers, bodies and trailers, held to RFC 9113 and to their windows.
import { createFieldDecoder } from '../hpack/decoder.ts';
import type { Http2Limits } from '../limits.ts';
import { createAnswerFields } from './answer-fields.ts';
import type { Controls } from './controls.ts';
import type { Link } from './link.ts';
import { isOver, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

interface Answers {
  headers(id: number, ends: boolean, block: Buffer, start: number, end: number): void;
  dataBegins(id: number, length: number, ends: boolean): void;
  data(bytes: Buffer, start: number, end: number): void;
  dataEnds(): void;
}

export function createAnswers(link: Link, streams: Streams, controls: Controls, limits: Http2Limits): Answers {
  const fields = createAnswerFields();
  let current: Stream | undefined; // whose frame is read
  const decoder = createFieldDecoder(
    {
      field(name, bytes, start, end) {
        if (current === undefined || current.state === 'over') return;
        if (fields.take(name, bytes, start, end)) current.handler.field(name.text, bytes, start, end);
      },
    },
    limits.headerTableBytes,
    limits,
  );
  // What is read is used up at once and windows are raised by halves: a server cannot exceed one that is not raised yet.
  let received = 0; // what the window of the connection was not raised for yet
  let dataLength = 0;
  let dataIsLast = false;
  return { headers, dataBegins, data, dataEnds };

  function headers(id: number, ends: boolean, block: Buffer, start: number, end: number): void {
    current = streams.get(id);
    // Of a stream that was cancelled no more than two can still come.
    if (current === undefined) controls.useless();
    else controls.useful();
    if (current === undefined && !mayCome(id, ends, 'HEADERS')) return;
    const stream = current;
    const isTrailers = stream?.state === 'answering';
    fields.begin(isTrailers);
    // Also for a stream that is gone: the tables of both sides must stay the same.
    if (!decoder.decode(block, start, end)) link.fail('COMPRESSION_ERROR', 'protocol', decoder.problem);
    if (stream === undefined || isOver(stream)) return;
    if (decoder.exceeded) {
      const most = `${limits.headers} headers or ${limits.headerBytes} bytes of them`;
      link.refuse(stream, 'ENHANCE_YOUR_CALM', 'too-large', `there are more than ${most}`);
      return;
    }
    const problem =
      fields.problem() ?? (isTrailers && !ends ? 'there are headers in the midst of the body' : undefined);
    if (problem !== undefined) malformed(stream, problem);
    else if (isTrailers) {
      stream.handler.trailers();
      finish(stream);
    } else if (fields.status < 200) takeInformational(stream, fields.status, ends);
    else takeFinal(stream, fields.status, ends);
  }

  function takeInformational(stream: Stream, status: number, ends: boolean): void {
    const { informational: most } = limits;
    if (status === 101) malformed(stream, 'the server switched to a protocol that nobody had asked for');
    else if (ends) malformed(stream, `the answer ends with an informational response (${status})`);
    else if (++stream.informational > most) {
      link.refuse(stream, 'ENHANCE_YOUR_CALM', 'too-large', `there are more than ${most} informational responses`);
    }
  }

  function takeFinal(stream: Stream, status: number, ends: boolean): void {
    const hasNoBody = stream.isHead || status === 204 || status === 304;
    stream.left = hasNoBody ? 0 : fields.length;
    stream.state = 'answering';
    stream.handler.headers(status, ends);
    if (ends) finish(stream);
  }

  function dataBegins(id: number, length: number, ends: boolean): void {
    if (length === 0 && !ends) controls.useless();
    else controls.useful();
    current = streams.get(id);
    dataLength = length;
    dataIsLast = ends;
    if (current === undefined) mayCome(id, ends, 'DATA');
    else if (current.state === 'waiting') malformed(current, 'the body comes before the headers');
  }

  function data(bytes: Buffer, start: number, end: number): void {
    if (current === undefined || isOver(current)) return;
    const { left } = current;
    const isTooLong = left >= 0 && end - start > left;
    const stop = isTooLong ? start + left : end;
    if (left >= 0) current.left -= stop - start;
    if (stop > start) current.handler.data(bytes, start, stop);
    if (isTooLong && !isOver(current)) malformed(current, 'the body is longer than the answer may have');
  }

  function dataEnds(): void {
    received += dataLength;
    if (received >= limits.connectionWindowBytes / 2) {
      controls.widen(0, received);
      received = 0;
    }
    if (current === undefined || isOver(current)) return;
    if (dataIsLast) {
      finish(current);
      return;
    }
    current.received += dataLength;
    if (current.received < limits.streamWindowBytes / 2) return;
    controls.widen(current.id, current.received);
    current.received = 0;
  }

  function finish(stream: Stream): void {
    if (isOver(stream)) return;
    if (stream.left > 0) malformed(stream, `the body ended ${stream.left} bytes before its content-length`);
    else link.complete(stream);
  }

  // Whether a frame may come for a stream that is not open; if not, the connection fails.
  function mayCome(id: number, ends: boolean, frame: string): boolean {
    const fate = streams.gone(id, ends);
    if (fate === 'unused') {
      link.fail('PROTOCOL_ERROR', 'protocol', `a ${frame} frame belongs to stream ${id}, which nobody opened`);
    } else if (fate === 'ended') {
      link.fail('STREAM_CLOSED', 'protocol', `a ${frame} frame belongs to stream ${id}, which had ended`);
    }
    return fate === 'cancelled';
  }

  function malformed(stream: Stream, problem: string): void {
    link.refuse(stream, 'PROTOCOL_ERROR', 'protocol', problem);
  }
}
