// The frames that carry no request and no answer: what they change, what is replied, and how many are put up with.
import type { Http2Limits } from '../limits.ts';
import { createAllowance } from './allowance.ts';
import { type ErrorName, errorCode, errorName, flags, frameTypes } from './codes.ts';
import type { Link } from './link.ts';
import { type Output, type Transport, writeUint32 } from './output.ts';
import { defaultSettings, type PeerSettings, readSettings } from './peer-settings.ts';
import type { Sender } from './sender.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

export interface Controls {
  settings(bytes: Buffer, start: number, end: number): void;
  ping(bytes: Buffer, start: number): void;
  windowUpdate(id: number, increment: number): void;
  reset(id: number, code: number): void;
  useful(bytes?: number): void; // a frame with headers or data came or went; bytes: of the data
  useless(): void; // a frame came that says nothing; too many of them end the connection
  uselessToAll(): void; // one that has all open streams gone through, which counts for more
  widen(id: number, by: number): void; // lets the server send more; 0: on the connection as a whole
  sendReset(id: number, error: ErrorName): void;
  sendPing(): void;
  taken(): void; // the server has taken all that was replied
}

interface Parts {
  out: Output;
  transport: Transport;
  peer: PeerSettings;
  sender: Sender;
  streams: Streams;
  limits: Http2Limits;
  now(): number;
  applied(): void; // new settings of the server
  lowerTable(): void; // it asks for a smaller table of HPACK
}

const streamsForOne = 64;

export function createControls(link: Link, parts: Parts): Controls {
  const { out, transport, peer, sender, streams, limits, now, applied, lowerTable } = parts;
  const allowance = createAllowance(limits.controlFrames, now);
  const usualTable = defaultSettings().smallestTable;
  let replies = 0; // that the server did not take yet
  return {
    settings,
    windowUpdate,
    reset,
    useless,
    uselessToAll,
    widen,
    sendReset,
    sendPing,
    useful: allowance.earn,
    ping(bytes, start) {
      useless();
      const at = reply(frameTypes.ping, flags.ack, 0, 8);
      bytes.copy(out.buffer, at, start, start + 8);
    },
    taken() {
      replies = 0;
    },
  };

  function settings(bytes: Buffer, start: number, end: number): void {
    useless();
    const before = peer.initialWindow;
    const problem = readSettings(peer, bytes, start, end);
    if (problem !== undefined) {
      link.fail(problem.error, 'protocol', `the settings of the server are not valid: ${problem.message}`);
      return;
    }
    reply(frameTypes.settings, flags.ack, 0, 0);
    if (peer.smallestTable < usualTable) lowerTable();
    if (peer.initialWindow !== before) uselessToAll();
    if (peer.initialWindow !== before && !widenAll(peer.initialWindow - before)) {
      link.fail('FLOW_CONTROL_ERROR', 'protocol', 'INITIAL_WINDOW_SIZE makes a window too large');
    } else applied();
  }

  function widenAll(by: number): boolean {
    // A handler that is told may open streams, which have the new window already.
    for (const stream of streams.all()) if (!sender.widen(stream, by)) return false;
    return true;
  }

  function windowUpdate(id: number, increment: number): void {
    useless();
    const stream = streams.get(id);
    if (id !== 0 && stream === undefined) checkUsed(id, 'WINDOW_UPDATE');
    else if (increment === 0) refuse(stream, 'PROTOCOL_ERROR', 'a WINDOW_UPDATE by 0');
    else if (!(stream === undefined ? sender.widenConnection(increment) : sender.widen(stream, increment))) {
      refuse(stream, 'FLOW_CONTROL_ERROR', 'a WINDOW_UPDATE makes a window too large');
    }
  }

  function refuse(stream: Stream | undefined, error: 'PROTOCOL_ERROR' | 'FLOW_CONTROL_ERROR', message: string): void {
    if (stream === undefined) link.fail(error, 'protocol', message);
    else link.refuse(stream, error, 'protocol', message);
  }

  function reset(id: number, code: number): void {
    const stream = streams.get(id);
    if (stream === undefined) {
      useless();
      checkUsed(id, 'RST_STREAM');
      return;
    }
    // Servers of node:http2 end long bodies so, without END_STREAM.
    if (code === errorCode('NO_ERROR') && stream.state === 'answering' && stream.left <= 0) {
      sender.drop(stream);
      stream.sent = true;
      link.complete(stream);
      return;
    }
    const isUnprocessed = code === errorCode('REFUSED_STREAM');
    link.lose(stream, 'reset', `the server reset the stream (${errorName(code)})`, isUnprocessed, code);
  }

  function checkUsed(id: number, frame: string): void {
    if (streams.gone(id, frame === 'RST_STREAM') !== 'unused') return;
    link.fail('PROTOCOL_ERROR', 'protocol', `a ${frame} frame belongs to stream ${id}, which nobody opened`);
  }

  function uselessToAll(): void {
    useless(1 + Math.floor(streams.open / streamsForOne));
  }

  function useless(frames = 1): void {
    if (allowance.spend(frames)) return;
    link.fail('ENHANCE_YOUR_CALM', 'too-large', 'the server floods the connection with frames that say nothing');
  }

  function widen(id: number, by: number): void {
    const at = reply(frameTypes.windowUpdate, 0, id, 4);
    writeUint32(out.buffer, at, by);
  }

  function sendReset(id: number, error: ErrorName): void {
    const at = reply(frameTypes.reset, 0, id, 4);
    writeUint32(out.buffer, at, errorCode(error));
  }

  function sendPing(): void {
    const at = out.frame(frameTypes.ping, 0, 0, 8);
    out.buffer.fill(0, at, at + 8);
  }

  function reply(type: number, bits: number, id: number, length: number): number {
    if (++replies > limits.queuedReplies && !isTaken()) {
      link.fail('ENHANCE_YOUR_CALM', 'too-large', 'the server does not read the replies to its frames');
    }
    return out.frame(type, bits, id, length);
  }

  // Many may come at once, from here too: what was not handed over yet is not what the server does not read.
  function isTaken(): boolean {
    out.flush();
    if (transport.pending() > 0) return false;
    replies = 1;
    return true;
  }
}
