// What may be shown of a URL. References to secrets may stand anywhere in it, so it is read as text.
const reference = /\$\{secret:[^}]*\}/g;

export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

// Queries may hold tokens, too.
export function shownUrl(url: string): string {
  return withoutCredentials(url).replace(/[?#].*$/s, '');
}

// The URL as it could be once its references are resolved; undefined where nothing can be said before.
export function sampleOf(url: string): string | undefined {
  return /^\$\{secret:[^}]*\}/.test(url) ? undefined : url.replace(reference, '1');
}

// A host and its port, for titles.
export function hostOf(url: string): string {
  return shownUrl(url)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/.*$/s, '');
}
