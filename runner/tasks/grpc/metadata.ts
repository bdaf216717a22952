// The metadata of requests: that said for all endpoints, then that of the endpoint, name by name.
import type { Problem } from '../../model/errors.ts';
import type { Outcome } from '../../proto/outcome.ts';
import { readMetadata, wrongEntry } from './check-metadata.ts';
import type { MetadataPlan } from './plan.ts';
import { readSource, type Sources, textOf } from './read.ts';

type Entries = [name: string, value: string][];

// Names in lower case. Values are in no problem.
export async function readMetadataOf(plans: readonly MetadataPlan[], sources: Sources): Promise<Outcome<Entries>> {
  const merged = new Map<string, string>();
  const problems: Problem[] = [];
  for (const plan of plans) {
    const read = await mapOf(plan, sources);
    if ('wrong' in read) {
      problems.push({ path: plan.input, message: read.wrong });
      continue;
    }
    for (const [name, value] of Object.entries(read.map)) {
      const text = value.trim();
      const wrong = wrongEntry(name, text);
      if (wrong === undefined) merged.set(name.toLowerCase(), text);
      else problems.push({ path: `${plan.input}.${name}`, message: wrong });
    }
  }
  return problems.length > 0 ? { problems } : { value: [...merged] };
}

async function mapOf(plan: MetadataPlan, sources: Sources): Promise<ReturnType<typeof readMetadata>> {
  if (plan.kind === 'map') return { map: plan.map };
  if (plan.kind === 'json') return readMetadata(plan.text);
  return readMetadata(textOf(await readSource(plan.from, plan.input, sources)));
}
