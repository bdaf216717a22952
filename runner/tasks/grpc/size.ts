// Sizes as ghz takes them: bytes, or with a unit, where 4MB is four million and 4MiB is 4 · 1024 · 1024.
const powers = 'kmgt';

// Whole bytes, or undefined where the text is no size.
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)\s*(?:([kmgt])(i?)b?|b)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, number, prefix, binary] = match;
  const power = prefix === undefined ? 0 : powers.indexOf(prefix.toLowerCase()) + 1;
  return Math.floor(Number(number) * (binary ? 1024 : 1000) ** power);
}
