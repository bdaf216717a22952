// What can be known of the interface, the data and the certificates before anything runs. What depends on downloads, on
// secrets or on the server's own word is checked when its step runs, in the same words.
import { Iter8Error, type Problem } from '../../model/errors.ts';
import { hasReference } from '../../model/secret-reference.ts';
import type { Files } from '../../model/task.ts';
import { once } from './check.ts';
import { planEndpoint } from './inherit.ts';
import type { GrpcInputs } from './inputs.ts';
import { levelsOf, placeOf } from './levels.ts';
import type { DataPlan, EndpointPlan, MetadataPlan } from './plan.ts';
import { readSource, type Sources } from './read.ts';
import { tlsOf } from './request.ts';

export async function checkFiles(inputs: GrpcInputs, files: Files): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const levels of levelsOf(inputs)) {
    const plan = planEndpoint(levels);
    const problems = [...(await tlsProblems(plan, files)), ...(await callProblems(plan, files))];
    found.push(...problems.map(({ path, message }) => ({ path: placeOf(levels, path), message })));
  }
  return once(found);
}

async function tlsProblems(plan: EndpointPlan, files: Files): Promise<Problem[]> {
  const { tls } = plan;
  if (tls === null) return [];
  const found = (['ca', 'cert', 'key'] as const).map(async (name) => {
    const pem = tls[name];
    if (pem === undefined || hasReference(pem)) return [];
    const only = { ...plan, tls: { insecure: tls.insecure, [name]: pem } };
    return problemsOf(name === 'ca' ? 'cacert' : name, () => tlsOf(only, { files }));
  });
  return (await Promise.all(found)).flat();
}

async function callProblems(plan: EndpointPlan, files: Files): Promise<Problem[]> {
  if (!isHere(plan.types) || hasReference(plan.call)) return [];
  const { prepareCall } = await import('./call.ts');
  const unasked = () => Promise.reject(new Error('nobody is asked before the run'));
  const sources = { files, scratch: new Map<string, Uint8Array>(), reflect: unasked };
  const gone: Problem[] = [];
  const isRead = async (from: DataPlan | MetadataPlan): Promise<boolean> => {
    const problems = await readProblems(from, sources);
    gone.push(...problems);
    return problems.length === 0;
  };
  const metadata: MetadataPlan[] = [];
  for (const one of plan.metadata.filter(isKnown)) if (await isRead(one)) metadata.push(one);
  const data: DataPlan = isHere(plan.data) && (await isRead(plan.data)) ? plan.data : { kind: 'none' };
  const found = await problemsOf('', async () => {
    const { problems } = await prepareCall({ ...plan, data, metadata }, sources, unasked);
    return problems;
  });
  return [...found, ...gone];
}

// Of a file that cannot be read. The rest is checked as if it had not been given, so that all is told at once.
function readProblems(plan: DataPlan | MetadataPlan, sources: Sources): Promise<Problem[]> {
  if (!('from' in plan)) return Promise.resolve([]);
  return problemsOf(plan.input, () => readSource(plan.from, plan.input, sources).then(() => []));
}

// Neither downloaded nor told by the server; texts without what only secrets fill in.
function isHere(plan: EndpointPlan['types'] | DataPlan): boolean {
  if (plan.kind === 'reflection') return false;
  if ('from' in plan) return 'file' in plan.from && !hasReference(plan.from.file);
  return plan.kind !== 'value' || !hasReference(JSON.stringify(plan.value) ?? '');
}

function isKnown(metadata: MetadataPlan): boolean {
  if (metadata.kind === 'source') return 'file' in metadata.from && !hasReference(metadata.from.file);
  return metadata.kind === 'map' || !hasReference(metadata.text);
}

async function problemsOf(input: string, look: () => Promise<unknown>): Promise<Problem[]> {
  try {
    const problems = await look();
    return Array.isArray(problems) ? problems : [];
  } catch (error) {
    if (!(error instanceof Iter8Error)) throw error;
    return error.problems.length > 0 ? [...error.problems] : [{ path: input, message: error.message }];
  }
}
