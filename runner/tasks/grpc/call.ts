// The method of an endpoint and what is sent to it, or all that is wrong with either. Loaded when it is needed: it
// brings a parser of .proto files.
import type { Problem } from '../../model/errors.ts';
import type { ReflectedServer } from '../../model/task.ts';
import { findCall, type Method } from '../../proto/find-call.ts';
import type { Outcome } from '../../proto/outcome.ts';
import { type AskedData, type PlannedCallData, planCallData, templateProblems } from '../../proto/plan-call-data.ts';
import { readMetadataOf } from './metadata.ts';
import type { DataPlan, EndpointPlan } from './plan.ts';
import { readSource, type Sources, textOf } from './read.ts';
import { readTypes } from './types.ts';

export interface Call extends PlannedCallData {
  method: Method;
}

export async function prepareCall(
  plan: EndpointPlan,
  sources: Sources,
  server: () => Promise<ReflectedServer>,
): Promise<Outcome<Call>> {
  const metadata = await readMetadataOf(plan.metadata, sources);
  const { templates, eachMessage, mostSendBytes, data } = plan;
  const asked = {
    data: await readData(data, sources),
    metadata: metadata.value ?? [],
    templates,
    eachMessage,
    mostSendBytes,
    path: data.kind === 'none' ? 'data' : data.input,
  };
  const types = await readTypes(plan, sources, server);
  const method = types.problems === undefined ? findCall(types.value, plan.call) : types;
  if (types.problems !== undefined || method.problems !== undefined) {
    const found = types.problems ?? at('call', method.problems ?? []);
    return { problems: [...found, ...(metadata.problems ?? []), ...templateProblems(asked)] };
  }
  const planned = planCallData(types.value, method.value, asked);
  if (planned.problems !== undefined || metadata.problems !== undefined) {
    return { problems: [...(planned.problems ?? []), ...(metadata.problems ?? [])] };
  }
  return { value: { method: method.value, ...planned.value } };
}

async function readData(data: DataPlan, sources: Sources): Promise<AskedData> {
  switch (data.kind) {
    case 'none':
      return { kind: 'none' };
    case 'value':
      return typeof data.value === 'string' ? { kind: 'json', text: data.value } : { kind: 'value', value: data.value };
    case 'json':
      return { kind: 'json', text: textOf(await readSource(data.from, data.input, sources)) };
    case 'binary':
      return { kind: 'binary', bytes: await readSource(data.from, data.input, sources) };
  }
}

function at(input: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: path === '' ? input : path, message }));
}
