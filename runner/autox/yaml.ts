// JSON is YAML, but for characters that YAML takes for the end of a line or does not take at all.
export function yamlOf(values: unknown): string {
  return JSON.stringify(values, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
