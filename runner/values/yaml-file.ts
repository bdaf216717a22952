// A YAML value file as helm reads it: its first document, YAML 1.1 scalars, the last value of a key that is given twice.
import { loadAll, YAMLException } from 'js-yaml';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { newMap, type Values } from './value-tree.ts';
import { convertYaml } from './yaml-tree.ts';
import { createLeaves } from './yaml-types.ts';

const maxMiB = 5;

export function parseYamlFile(bytes: Uint8Array, label: string): Values {
  const fail = (what: string): never => {
    throw new Iter8Error('VALUES', `${label}: ${what}`);
  };
  const size = bytes.length / 1024 / 1024;
  if (size > maxMiB) return fail(`the file has ${size.toFixed(1)} MiB; value files of up to ${maxMiB} MiB are read`);
  const leaves = createLeaves();
  const tree = firstDocument(decode(bytes) ?? fail('the file is not text in UTF-8'), leaves.schema, fail);
  const values = convertYaml(tree, leaves, fail);
  if (values === null) return newMap();
  return isMap(values)
    ? values
    : fail(`the file holds ${Array.isArray(values) ? 'a list' : 'one value'}; a map of values is needed`);
}

function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  try {
    return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstDocument(
  text: string,
  schema: ReturnType<typeof createLeaves>['schema'],
  fail: (what: string) => never,
): unknown {
  try {
    return loadAll(text, null, { schema, json: true })[0] ?? null;
  } catch (error) {
    if (!(error instanceof YAMLException)) return fail(messageOf(error));
    // The mark is missing where the parser gave up as a whole; its snippet would show values.
    const mark: { line: number; column: number } | undefined = error.mark;
    return fail(`${mark === undefined ? '' : `line ${mark.line + 1}, column ${mark.column + 1}: `}${error.reason}`);
  }
}
