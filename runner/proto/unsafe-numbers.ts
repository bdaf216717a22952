import type { Problem } from '../model/errors.ts';

// Numbers that may have been rounded before they came here, and would be written as exact ones.
export function unsafeNumbers(value: unknown, path: string): Problem[] {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return [{ path, message: `${value} is too large for an exact number: give it as a string` }];
  if (Array.isArray(value)) return value.flatMap((item, index) => unsafeNumbers(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => unsafeNumbers(item, `${path}.${key}`));
}
