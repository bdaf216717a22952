// What the formats of texts mean. A reference to a secret may stand anywhere in a URL or a header's value.
import { parseDuration } from '../../model/duration.ts';
import type { StringFormat } from '../../model/schema.ts';

const reference = /\$\{secret:[^}]*\}/g;

export const formats: Record<StringFormat, (text: string) => boolean> = {
  duration: (text) => parseDuration(text) !== undefined,
  url: isUrl,
  method: (text) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text),
  regex: (text) => text.search(reference) >= 0 || isRegex(text),
  cron: (text) =>
    /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$|^\s*(?:[\w*/,?-]+\s+){4}[\w*/,?-]+\s*$/.test(text),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  'header-value': (text) => !/[\x00-\x08\x0a-\x1f\x7f]/.test(text),
};

// An empty URL is one that was not given.
function isUrl(text: string): boolean {
  if (text === '' || /^\$\{secret:[^}]*\}/.test(text)) return true;
  const sample = text.replace(reference, '1');
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
