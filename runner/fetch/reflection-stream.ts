// One conversation with a reflection service: a question, its answer, the next question.
import { type Client, type ClientDuplexStream, connectivityState, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { ReflectedServer } from '../model/task.ts';
import { decodeAnswer, encodeQuestion, type ReflectionAnswer, type ReflectionQuestion } from './reflection-messages.ts';

export interface Conversation {
  ask(question: ReflectionQuestion): Promise<ReflectionAnswer>;
  end(): void;
}

export interface Patience {
  signal: AbortSignal | undefined;
  answerMs: number; // for all answers together, once connected
}

interface Waiting {
  resolve(answer: ReflectionAnswer): void;
  reject(error: unknown): void;
}

type Stream = ClientDuplexStream<ReflectionQuestion, ReflectionAnswer>;

const unimplemented = 12;
const cancelled = new Error('cancelled');
export const connectTimeout = new Error('no connection in time');

export function isNotOffered(error: unknown): boolean {
  return error instanceof Error && (error as Partial<ServiceError>).code === unimplemented;
}

export function converse(
  client: Client,
  server: ReflectedServer,
  { version, answerMs, signal }: Patience & { version: string },
): Conversation {
  const stream: Stream = client.makeBidiStreamRequest(
    `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
    (question: ReflectionQuestion) => Buffer.from(encodeQuestion(question)),
    decodeAnswer,
    metadataOf(server),
    { deadline: Date.now() + server.connectTimeoutMs + answerMs },
  );
  let ended: unknown;
  let waiting: Waiting | undefined;
  const fail = (error: unknown) => {
    ended ??= error;
    waiting?.reject(error);
    waiting = undefined;
  };
  const give = (reason: unknown) => {
    fail(reason);
    stream.cancel();
  };
  const abort = () => give(signal?.reason ?? cancelled);
  signal?.addEventListener('abort', abort, { once: true });
  const connecting = setTimeout(() => {
    if (client.getChannel().getConnectivityState(false) !== connectivityState.READY) give(connectTimeout);
  }, server.connectTimeoutMs);
  stream.on('error', fail);
  stream.on('end', () => fail(new Error('the server ended the conversation')));
  stream.on('data', (answer: ReflectionAnswer) => {
    waiting?.resolve(answer);
    waiting = undefined;
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting = { resolve, reject };
        stream.write(question);
      }),
    end() {
      clearTimeout(connecting);
      signal?.removeEventListener('abort', abort);
      ended ??= cancelled;
      stream.cancel();
    },
  };
}

function metadataOf({ metadata }: ReflectedServer): Metadata {
  const fields = new Metadata();
  for (const [name, value] of metadata) fields.add(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  return fields;
}
