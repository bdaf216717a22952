// Why an object is not ready yet, in its own words; undefined where it is.
import type { KubeObject } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';
import { plain } from '../../report/plain.ts';

const longestMessage = 300;
const mostConditions = 8;

export function reasonOf({ metadata, status: given }: KubeObject, type: string | null): string | undefined {
  if (metadata.deletionTimestamp) return 'it is being deleted';
  if (type === null) return undefined;
  const status = isMap(given) ? given : {};
  const newest = metadata.generation ?? 0;
  const seen = generationIn(status);
  if (seen < newest) return `its controller has not seen generation ${newest} yet, only ${seen}`;
  const all = conditionsIn(status);
  const found = all.find((condition) => condition.type === type);
  if (found === undefined) return `it has no condition ${type} yet${others(all)}`;
  if (found.status !== 'True') return `condition ${type} is ${shown(found.status)}${why(found)}`;
  const judged = generationIn(found);
  if (judged < newest) return `condition ${type} is True for generation ${judged}, not for ${newest} yet`;
  return undefined;
}

type Fields = Record<string, unknown>;

function conditionsIn({ conditions }: Fields): Fields[] {
  return Array.isArray(conditions) ? conditions.filter(isMap) : [];
}

// Some APIs write numbers as texts. Where it is not given, nobody keeps count.
function generationIn({ observedGeneration: given }: Fields): number {
  const isKnown = typeof given === 'number' || (typeof given === 'string' && /^\d+$/.test(given));
  return isKnown ? Number(given) : Number.POSITIVE_INFINITY;
}

function others(all: readonly Fields[]): string {
  if (all.length === 0) return ', nor any other';
  const listed = all.slice(0, mostConditions).map(({ type, status }) => `${shown(type)} is ${shown(status)}`);
  const more = all.length > mostConditions ? `, and ${all.length - mostConditions} more` : '';
  return `; there are ${listed.join(', ')}${more}`;
}

function why({ reason, message }: Fields): string {
  const words = [reason, message].flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? [text] : []));
  const parts = words.map((text) => plain(text.trim().replace(/\.$/, ''), longestMessage));
  return parts.length === 0 ? '' : ` (${parts.join(': ')})`;
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? plain(value, 60) : 'Unknown';
}
