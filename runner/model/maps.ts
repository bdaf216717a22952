export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A map that is data: neither bytes nor an instance of anything.
export function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (!isMap(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// What changes to undefined is left out.
export function mapValues<T, U>(
  map: Record<string, T>,
  change: (value: T, key: string) => U | undefined,
): Record<string, U> {
  const changed: Record<string, U> = {};
  for (const [key, value] of Object.entries(map)) {
    const now = change(value, key);
    if (now !== undefined) changed[key] = now;
  }
  return changed;
}
