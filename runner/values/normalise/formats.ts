// What the formats of texts mean. A reference to a secret may stand anywhere in a URL or a header's value.
import { parseDuration } from '../../model/duration.ts';
import { hasControl, isToken } from '../../model/http-text.ts';
import type { StringFormat } from '../../model/schema.ts';
import { hasReference, resolvedSample } from '../../model/secret-reference.ts';

export const formats: Record<StringFormat, (text: string) => boolean> = {
  duration: (text) => parseDuration(text) !== undefined,
  url: isUrl,
  method: isToken,
  regex: (text) => hasReference(text) || isRegex(text),
  cron: (text) =>
    /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$|^\s*(?:[\w*/,?-]+\s+){4}[\w*/,?-]+\s*$/.test(text),
  'header-value': (text) => !hasControl(text),
};

// An empty URL is one that was not given.
function isUrl(text: string): boolean {
  const sample = resolvedSample(text);
  if (text === '' || sample === undefined) return true;
  return /^https?:\/\//i.test(sample) && URL.canParse(sample);
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
