// From what a user gives to what crosses to the workers: bytes where nothing changes, else a template that was tried.
import { Iter8Error, type Problem } from '../model/errors.ts';
import type { CallMessages, GrpcLoad } from '../model/task.ts';
import { splitBinaryData } from './binary-data.ts';
import { createCallData } from './call-data.ts';
import type { Descriptors } from './descriptors.ts';
import { createEncoder } from './encode-data.ts';
import type { Method } from './find-call.ts';
import { tooLarge } from './message-size.ts';
import { methodNames } from './method-names.ts';
import type { Outcome } from './outcome.ts';
import { compileTemplate } from './template.ts';
import { unsafeNumbers } from './unsafe-numbers.ts';

export type AskedData =
  | { kind: 'none' }
  | { kind: 'json'; text: string }
  | { kind: 'value'; value: unknown } // parsed from YAML or JSON
  | { kind: 'binary'; bytes: Uint8Array };

export interface AskedCallData {
  data: AskedData;
  metadata: readonly [name: string, value: string][];
  templates: GrpcLoad['templates'];
  eachMessage: boolean;
  mostSendBytes: number;
  path: string; // of the data, in problems
}

const sample = { now: () => 1_700_000_000_000.5, random: () => 0.5 };
const sampleCall = { request: 0, worker: 'g0c0', now: sample.now() };

export interface PlannedCallData {
  messages: CallMessages;
  metadata: [name: string, value: string][];
}

export function planCallData(descriptors: Descriptors, method: Method, asked: AskedCallData): Outcome<PlannedCallData> {
  const names = methodNames(method);
  const problems: Problem[] = [];
  const metadata = asked.metadata.map(([name, value]): [string, string] => {
    const compiled = compileTemplate(value, { names, templates: asked.templates, path: `metadata.${name}` });
    problems.push(...(compiled.problems ?? []));
    return [name, compiled.value?.settled ?? value];
  });
  const messages = planMessages(descriptors, method, asked);
  problems.push(...(messages.problems ?? []));
  if (messages.value === undefined || problems.length > 0) return { problems };
  return tried({ messages: messages.value, metadata }, method, asked);
}

const noMethod = {
  path: '',
  service: '',
  method: '',
  input: '',
  output: '',
  clientStreams: false,
  serverStreams: false,
};

// What is wrong with template actions where the method is not known: all that can be said of what is sent.
export function templateProblems({ data, metadata, templates, path }: AskedCallData): Problem[] {
  const names = methodNames(noMethod);
  const texts = metadata.map(([name, value]) => ({ at: `metadata.${name}`, text: value }));
  if (data.kind === 'json') texts.push({ at: path, text: data.text });
  else if (data.kind === 'value') texts.push({ at: path, text: JSON.stringify(data.value, plainly) ?? '' });
  return texts.flatMap(({ at, text }) => compileTemplate(text, { names, templates, path: at }).problems ?? []);
}

function planMessages(descriptors: Descriptors, method: Method, asked: AskedCallData): Outcome<CallMessages> {
  const { data, templates, eachMessage, path } = asked;
  if (data.kind === 'none') return { value: { kind: 'encoded', messages: [new Uint8Array(0)] } };
  if (data.kind === 'binary') return encoded(splitBinaryData(descriptors, method.input, data.bytes, path), asked);
  const encoder = createEncoder(descriptors, method.input);
  const text = data.kind === 'json' ? data.text : (JSON.stringify(data.value, plainly) ?? '');
  const compiled = compileTemplate(text, { names: methodNames(method), templates, path });
  if (compiled.problems !== undefined) return compiled;
  const { changes, settled, render } = compiled.value;
  if (!changes) {
    const still = render(sampleCall, sample);
    const asGiven = data.kind === 'value' && still === text;
    return encoded(asGiven ? encoder.value(data.value, path) : encoder.text(still, path), asked);
  }
  const unsafe = data.kind === 'value' ? unsafeNumbers(data.value, path) : [];
  if (unsafe.length > 0) return { problems: unsafe };
  const { bytes } = descriptors;
  return { value: { kind: 'template', text: settled, type: method.input, descriptors: bytes(), eachMessage } };
}

function encoded(
  { value, problems }: Outcome<Uint8Array[]>,
  { mostSendBytes, path }: AskedCallData,
): Outcome<CallMessages> {
  if (value === undefined) return { problems };
  const large = tooLarge(value, mostSendBytes, path);
  return large.length > 0 ? { problems: large } : { value: { kind: 'encoded', messages: value } };
}

function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

// Rendered once with sample numbers, for each item of a list.
function tried(planned: PlannedCallData, { path, clientStreams, serverStreams }: Method, asked: AskedCallData) {
  if (planned.messages.kind !== 'template') return { value: planned };
  const streams = { client: clientStreams, server: serverStreams };
  try {
    const { templates, mostSendBytes } = asked;
    const data = createCallData({ ...planned, path, streams, templates, mostSendBytes }, sample);
    for (let request = 0; request < 10; request++) data.of({ ...sampleCall, request });
    return { value: planned };
  } catch (error) {
    if (!(error instanceof Iter8Error) || error.problems.length === 0) throw error;
    return {
      problems: error.problems.map((problem) => ({ ...problem, path: asked.path + problem.path.slice('data'.length) })),
    };
  }
}
