// What may be shown of a URL: neither its credentials nor its query, which may hold a token. References to secrets may
// stand anywhere in it, so it is read as text.
export function withoutCredentials(text: string): string {
  return text.replace(/(\/\/)[^/?#]*@/g, '$1');
}

export function shownUrl(url: string): string {
  return withoutCredentials(url).replace(/[?#].*$/s, '');
}

// Of a text that may be a URL, or a path, or anything.
export function shownIfUrl(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? shownUrl(text) : withoutCredentials(text);
}

// Host and port, for titles.
export function hostOf(url: string): string {
  return shownUrl(url)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/.*$/s, '');
}
