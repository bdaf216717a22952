// `${secret:key}`: how a text refers to a secret, anywhere in it. A text that needs those characters themselves has
// `$${secret:key}`.
export const secretReference = /(\$?)\$\{secret:([^}]*)\}/g;

export function referenceTo(key: string): string {
  return `\${secret:${key}}`;
}

export function hasReference(text: string): boolean {
  return text.includes('${secret:');
}

// The text as it could be once its references are resolved; undefined where it starts with one, so that nobody knows.
export function resolvedSample(text: string): string | undefined {
  return text.startsWith('${secret:') ? undefined : text.replace(secretReference, '1');
}
