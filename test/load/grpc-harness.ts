// gRPC servers in processes of their own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

interface Behaviour {
  path?: string; // of a Unix socket
  port?: number;
  tls?: { key: string; cert: string };
  settings?: { maxConcurrentStreams?: number; initialWindowSize?: number };
  messages?: number; // of each answer
  messageBytes?: number;
  untilEnd?: boolean; // false: answers before the client has said all
  delaysMs?: number[]; // of one call after the other
  delayBetweenMs?: number; // of messages
  echo?: boolean; // a message for each message
  status?: number;
  words?: string; // the grpc-message, as it is on the wire
  trailersOnly?: boolean;
  silent?: boolean;
  http?: { status: number; type?: string }; // no gRPC
  flag?: number; // of messages: 1 compressed
  encoding?: string;
  noTrailers?: boolean;
  cutMessage?: boolean;
  resetWith?: number;
  resetFirst?: number; // so many calls, no more
  goAwayEvery?: number; // calls
  killEvery?: number; // the connection, every so many calls
  killAt?: number; // the server, at this call
}

interface Seen {
  calls: number;
  ended: number; // with a status
  connections: number;
  cancelled: number;
  mostOpen: number; // calls at once
  messages: number;
  bytes: number;
  headers: Record<string, string>; // of the first call
  body: string; // hex, its beginning
  arrivals: number[]; // msec
  inFlight: number[]; // calls, as each came
  numbers: string[]; // what calls said in their metadata of that name
}

interface GrpcTarget {
  port: number;
  host: string;
  child: ChildProcess;
  seen(): Promise<Seen>;
}

const targets: ChildProcess[] = [];

export async function startGrpcTarget(behaviour: Behaviour = {}): Promise<GrpcTarget> {
  const child = fork(path.join(__dirname, 'grpc-target.mjs'), [JSON.stringify(behaviour)], { execArgv: [] });
  targets.push(child);
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    host: behaviour.path === undefined ? `127.0.0.1:${port}` : `unix:${behaviour.path}`,
    child,
    async seen() {
      const answer = once(child, 'message');
      child.send('seen');
      return ((await answer) as [Seen])[0];
    },
  };
}

// Answers every call a known time after it came, a time for each of them in turn.
export async function startExactTarget(delaysMs: readonly number[]): Promise<string> {
  const child = fork(path.join(__dirname, 'grpc-exact-target.mjs'), [JSON.stringify(delaysMs)], { execArgv: [] });
  targets.push(child);
  const [port] = (await once(child, 'message')) as [number];
  return `127.0.0.1:${port}`;
}

export function stopGrpcTargets(): void {
  for (const child of targets.splice(0)) child.kill('SIGKILL');
}
