// What each call of a load sends: the same bytes again and again, or data rendered anew.
import { Iter8Error, inputError, type Problem } from '../model/errors.ts';
import type { GrpcLoad } from '../model/task.ts';
import type { Chance } from './chance.ts';
import { describeSet } from './describe-set.ts';
import { createEncoder } from './encode-data.ts';
import { listItems } from './list-items.ts';
import { tooLarge } from './message-size.ts';
import type { Outcome } from './outcome.ts';
import { compileTemplate, type Template } from './template.ts';
import type { MethodNames, RenderedCall } from './template-actions.ts';

type CalledLoad = Pick<GrpcLoad, 'path' | 'streams' | 'messages' | 'metadata' | 'templates' | 'mostSendBytes'>;

export interface Call {
  request: number; // 0-based, over the whole load
  worker: string; // g<slot>c<connection>
}

export interface CallData {
  of(call: Call): readonly Uint8Array[]; // exactly one, unless the client streams
  metadata(call: Call): readonly [name: string, value: string][];
  changes: 'never' | 'each call' | 'each message'; // each message: `of` is asked again for each
}

export function createCallData(load: CalledLoad, chance: Chance): CallData {
  const names = namesOf(load);
  const rendered = renderedCalls(load, chance);
  const metadata = metadataOf(load, names, rendered, chance);
  const messages =
    load.messages.kind === 'encoded'
      ? encodedMessages(load.messages.messages, load)
      : renderedMessages(load.messages, load, names, rendered, chance);
  const changing = messages.changes || metadata.changes;
  const eachMessage = messages.changes && load.messages.kind === 'template' && load.messages.eachMessage;
  return {
    of: messages.of,
    metadata: metadata.of,
    changes: eachMessage ? 'each message' : changing ? 'each call' : 'never',
  };
}

interface Source<T> {
  changes: boolean;
  of(call: Call): T;
}

function encodedMessages(messages: readonly Uint8Array[], { streams }: CalledLoad): Source<readonly Uint8Array[]> {
  if (streams.client) return { changes: false, of: () => messages };
  const single = messages.length === 0 ? [[new Uint8Array(0)]] : messages.map((message) => [message]);
  return { changes: false, of: ({ request }) => single[request % single.length] ?? [] };
}

function renderedMessages(
  { text, type, descriptors }: Extract<GrpcLoad['messages'], { kind: 'template' }>,
  { streams, templates, mostSendBytes }: CalledLoad,
  names: MethodNames,
  rendered: (call: Call) => RenderedCall,
  chance: Chance,
): Source<readonly Uint8Array[]> {
  const encoder = createEncoder(orThrow(describeSet(descriptors, 'the description of the service')), type);
  const items = streams.client ? undefined : listItems(text);
  const sources = (items ?? [text]).map((item) => orThrow(compileTemplate(item, { names, templates, path: 'data' })));
  return {
    changes: sources.some(({ changes }) => changes),
    of(call) {
      const index = call.request % sources.length;
      const json = sources[index]?.render(rendered(call), chance) ?? '';
      const at = items === undefined ? 'data' : `data[${index}]`;
      const { value, problems } = encoder.text(json, at);
      if (value === undefined) throw unfit(call, problems);
      if (value.some(({ length }) => length > mostSendBytes)) throw unfit(call, tooLarge(value, mostSendBytes, at));
      if (streams.client || value.length === 1) return value;
      return [value[call.request % value.length] ?? new Uint8Array(0)];
    },
  };
}

function metadataOf(
  { metadata, templates }: CalledLoad,
  names: MethodNames,
  rendered: (call: Call) => RenderedCall,
  chance: Chance,
): Source<readonly [string, string][]> {
  const compiled = metadata.map(([name, value]): [string, Template] => [
    name,
    orThrow(compileTemplate(value, { names, templates, path: `metadata.${name}` })),
  ]);
  const changes = compiled.some(([, template]) => template.changes);
  if (!changes) {
    const settled = compiled.map(([name, { settled: value }]): [string, string] => [name, value]);
    return { changes, of: () => settled };
  }
  return {
    changes,
    of(call) {
      const all = rendered(call);
      return compiled.map(([name, template]): [string, string] => [name, template.render(all, chance)]);
    },
  };
}

// Data and metadata of one call have the same time and UUID, unless each message has its own.
function renderedCalls({ messages }: CalledLoad, chance: Chance): (call: Call) => RenderedCall {
  const anew = messages.kind === 'template' && messages.eachMessage;
  let last: RenderedCall | undefined;
  return ({ request, worker }) => {
    if (anew || last?.request !== request || last.worker !== worker) last = { request, worker, now: chance.now() };
    return last;
  };
}

// What depends on the descriptors was settled before the load began.
function namesOf({ path, streams, messages }: CalledLoad): MethodNames {
  const [, service = '', method = ''] = path.split('/');
  const short = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  return {
    FullyQualifiedName: `${service}.${method}`,
    MethodName: method,
    ServiceName: short(service),
    InputName: messages.kind === 'template' ? short(messages.type) : '',
    OutputName: '',
    IsClientStreaming: String(streams.client),
    IsServerStreaming: String(streams.server),
  };
}

function orThrow<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined) throw inputError(problems ?? []);
  return value;
}

function unfit({ request }: Call, problems: readonly Problem[] = []): Iter8Error {
  const lines = problems.map(({ path, message }) => `${path}: ${message}`);
  return new Iter8Error('INPUT', `the data of call ${request} does not fit once rendered:\n  ${lines.join('\n  ')}`, {
    problems,
  });
}
