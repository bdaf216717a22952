// The files that describe a symbol, and all they import, from one server.
import type { Client } from '@grpc/grpc-js';
import { Iter8Error } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import type { ReflectedServer } from '../model/task.ts';
import { openClient } from './reflection-client.ts';
import { failureOf } from './reflection-failure.ts';
import { fileOf, setOf } from './reflection-messages.ts';
import { type Conversation, converse, isNotOffered, type Patience } from './reflection-stream.ts';

const mostFiles = 1000;
const mostBytes = 16 * 1024 * 1024;

export async function reflectedFiles(server: ReflectedServer, symbol: string, patience: Patience): Promise<Uint8Array> {
  const client = openClient(server);
  try {
    return await withEither(client, server, patience, (conversation) => filesOf(conversation, symbol));
  } catch (error) {
    throw error instanceof Iter8Error ? error : failureOf(server, error);
  } finally {
    client.close();
  }
}

// Both names of the service are in use, for the same messages.
async function withEither(
  client: Client,
  server: ReflectedServer,
  patience: Patience,
  ask: (conversation: Conversation) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  for (const version of ['v1', 'v1alpha'] as const) {
    const conversation = converse(client, server, { version, ...patience });
    try {
      return await ask(conversation);
    } catch (error) {
      if (!isNotOffered(error)) throw error;
    } finally {
      conversation.end();
    }
  }
  throw new Iter8Error('REFLECTION', `${server.host} offers no reflection: give proto or protoset`);
}

async function filesOf(conversation: Conversation, symbol: string): Promise<Uint8Array> {
  const found = await conversation.ask({ fileContainingSymbol: symbol });
  if (found.error !== undefined) throw await unknown(conversation, symbol, found.error);
  const files = new Map<string, Uint8Array>();
  const wanted: string[] = [];
  let bytes = 0;
  const take = (all: readonly Uint8Array[]) => {
    for (const content of all) {
      const { name, imports } = fileOf(content);
      if (files.has(name)) continue;
      files.set(name, content);
      wanted.push(...imports);
      bytes += content.length;
      if (files.size > mostFiles || bytes > mostBytes)
        throw new Iter8Error('REFLECTION', `what describes ${symbol} is more than ${mostFiles} files or 16 MiB`);
    }
  };
  take(found.files);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (files.has(name)) continue;
    const { files: answer, error } = await conversation.ask({ fileByFilename: name });
    if (error === undefined) take(answer);
    // Some servers do not know the files of protobuf itself, which are known everywhere else.
    else if (!name.startsWith('google/protobuf/'))
      throw new Iter8Error('REFLECTION', `the server does not give ${name}, which ${symbol} needs: ${error}`);
  }
  return setOf([...files.values()]);
}

async function unknown(conversation: Conversation, symbol: string, error: string): Promise<Iter8Error> {
  const { services, error: unlisted } = await conversation.ask({ listServices: '*' });
  if (unlisted !== undefined) return new Iter8Error('INPUT', `the server does not know ${symbol}: ${error}`);
  const names = services.filter((name) => !name.startsWith('grpc.reflection.')).sort();
  const listed = names.length === 0 ? 'it names no service' : `it has ${names.slice(0, 20).join(', ')}`;
  return new Iter8Error('INPUT', `the server does not know ${symbol}: ${listed}${didYouMean(symbol, names)}`);
}
