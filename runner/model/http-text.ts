// What RFC 9110 lets stand in the head of a request.

// Methods, and names of headers.
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

// No value of a header holds one; a tab is none.
export function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(text);
}
