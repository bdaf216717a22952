// The client's side of one HTTP/2 connection, without its socket: bytes in, events and bytes out.
import type { FailureKind } from '../../model/failure.ts';
import type { Failure } from '../failure.ts';
import { type Http2Limits, limits as standard } from '../limits.ts';
import { createAnswers } from './answers.ts';
import { type ErrorName, errorCode, frameTypes, lastStreamId } from './codes.ts';
import { createControls } from './controls.ts';
import { endOfOpening, endOfStreams, goodbyeOf } from './endings.ts';
import { createFrameReader } from './frame-reader.ts';
import { createFrameRules } from './frame-rules.ts';
import type { Http2Stream, Session, SessionHandler, StreamHandler } from './handler.ts';
import { createHeads } from './heads.ts';
import type { Link } from './link.ts';
import { createOutput, type Transport, writeUint32 } from './output.ts';
import { defaultSettings } from './peer-settings.ts';
import { preface } from './preface.ts';
import type { RequestHead } from './request-head.ts';
import { createSender } from './sender.ts';
import { createStream, isOver, type Stream } from './stream.ts';
import { createStreams } from './streams.ts';

export function createSession(
  transport: Transport,
  handler: SessionHandler,
  limits: Http2Limits = standard.http2,
  now: () => number = () => performance.now(),
): Session {
  let state: 'opening' | 'open' | 'leaving' | 'dead' = 'opening';
  let goodbye: string | undefined; // what the server said with GOAWAY
  let nextId = 1;
  let isReading = false;
  let isFlushDue = false;

  const out = createOutput(transport);
  const peer = defaultSettings();
  const streams = createStreams(limits.rememberedResets);
  const sender = createSender(out, transport, peer, limits, (bytes) => controls.useful(bytes));
  const heads = createHeads(out);
  const link: Link = { fail, refuse, lose, complete };
  const controls = createControls(link, {
    out,
    transport,
    peer,
    sender,
    streams,
    limits,
    now,
    applied,
    lowerTable: heads.lowerTable,
  });
  const rules = createFrameRules(
    {
      ...controls,
      ...createAnswers(link, streams, controls, limits),
      isOver: () => state === 'dead',
      settingsTaken: controls.useless,
      goAway: takeGoodbye,
      failed: fail,
    },
    limits,
  );
  const reader = createFrameReader(rules);

  // No getters: an object that has some is slow to use.
  const self: { -readonly [K in keyof Session]: Session[K] } = {
    start() {
      const bytes = preface(limits);
      bytes.copy(out.buffer, out.claim(bytes.length));
      flush();
    },
    read(bytes, length) {
      isReading = true;
      reader.push(bytes, 0, length);
      if (state !== 'dead') sender.goOn();
      isReading = false;
      flush();
    },
    drained() {
      if (state === 'dead') return;
      controls.taken();
      sender.pump();
      flush();
    },
    closed,
    open,
    write(stream, bytes, ends) {
      sender.write(stream as Stream, bytes, ends);
      flushSoon();
    },
    cancel(stream) {
      if (state === 'dead' || isOver(stream as Stream)) return;
      abandon(stream as Stream, 'CANCEL');
      flushSoon();
      leaveIfIdle();
    },
    ping() {
      if (state === 'dead') return;
      controls.sendPing();
      flushSoon();
    },
    destroy() {
      for (const stream of streams.all()) stream.state = 'over';
      if (state !== 'dead') die('NO_ERROR');
    },
    room: 0,
    busy: 0,
    leaving: false,
  };
  return self;

  function recount(): void {
    self.room = room();
    self.busy = streams.open;
    self.leaving = state === 'leaving';
  }

  function room(): number {
    return state === 'open' ? Math.max(0, Math.min(peer.maxStreams, limits.streams) - streams.open) : 0;
  }

  function open(head: RequestHead, ends: boolean, told: StreamHandler, more?: Buffer): Http2Stream | undefined {
    if (room() === 0) return undefined;
    const id = nextId;
    nextId += 2;
    heads.send(id, head.fields, more, ends);
    const stream = createStream(id, told, head.isHead, peer.initialWindow);
    stream.ending = ends;
    stream.sent = ends;
    streams.add(stream);
    recount();
    controls.useful();
    if (nextId > lastStreamId) leave();
    flushSoon();
    return stream;
  }

  function applied(): void {
    const isNew = state === 'opening';
    if (isNew) state = 'open';
    recount();
    if (isNew) handler.connected();
    else handler.roomChanged();
  }

  // Streams above lastId were not looked at and never will be; the others go on.
  function takeGoodbye(lastId: number, code: number, bytes: Buffer, start: number, end: number): void {
    controls.uselessToAll();
    const words = goodbyeOf(code, bytes, start, end);
    goodbye = words;
    leave();
    for (const stream of streams.all()) if (stream.id > lastId) lose(stream, 'closed', words, true);
    leaveIfIdle();
  }

  function leave(): void {
    if (state !== 'open') return;
    state = 'leaving';
    recount();
    handler.roomChanged();
  }

  function leaveIfIdle(): void {
    if (state !== 'leaving' || streams.open > 0) return;
    die('NO_ERROR');
    handler.closed();
  }

  function complete(stream: Stream): void {
    stream.state = 'over';
    streams.remove(stream);
    recount();
    if (!stream.sent) {
      sender.drop(stream);
      controls.sendReset(stream.id, 'NO_ERROR');
    }
    stream.handler.end();
    leaveIfIdle();
  }

  function lose(stream: Stream, kind: FailureKind, message: string, unprocessed: boolean, reset?: number): void {
    if (isOver(stream)) return;
    const isUntouched = unprocessed && stream.state === 'waiting'; // what was answered was looked at
    stream.state = 'over';
    streams.remove(stream);
    recount();
    sender.drop(stream);
    stream.handler.failed(kind, message, isUntouched, reset);
    leaveIfIdle();
  }

  function refuse(stream: Stream, error: ErrorName, kind: FailureKind, message: string): void {
    if (isOver(stream)) return;
    abandon(stream, error);
    stream.handler.failed(kind, message, false);
    leaveIfIdle();
  }

  function abandon(stream: Stream, error: ErrorName): void {
    stream.state = 'over';
    streams.removeCancelled(stream);
    recount();
    sender.drop(stream);
    controls.sendReset(stream.id, error);
  }

  function fail(error: ErrorName, kind: FailureKind, message: string): void {
    if (state === 'dead') return;
    die(error);
    bury({ kind, message });
  }

  function closed(failure?: Failure): void {
    if (state === 'dead') return;
    const before = state;
    state = 'dead';
    recount();
    if (before === 'opening') bury(endOfOpening(reader.started(), failure));
    else if (streams.open === 0 && failure?.kind !== 'tls') handler.closed();
    else bury(endOfStreams(goodbye, failure));
  }

  function bury({ kind, message }: Failure): void {
    handler.failed(kind, message);
    for (const stream of streams.all()) lose(stream, kind, message, false);
  }

  function die(error: ErrorName): void {
    state = 'dead';
    recount();
    const at = out.frame(frameTypes.goAway, 0, 0, 8);
    writeUint32(out.buffer, at, 0);
    writeUint32(out.buffer, at + 4, errorCode(error));
    out.flush();
    transport.end();
  }

  function flushSoon(): void {
    if (isReading || isFlushDue) return;
    isFlushDue = true;
    queueMicrotask(flush);
  }

  function flush(): void {
    isFlushDue = false;
    if (state === 'dead') return;
    out.flush();
    if (transport.pending() === 0) controls.taken();
  }
}
