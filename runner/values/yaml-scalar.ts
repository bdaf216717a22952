// What a plain YAML scalar is to helm: YAML 1.1 booleans, 010 is eight, 08 is the float eight, 1_000 a number, dates text.
// Whole numbers come as bigint, because a map's key keeps all its digits where a value is rounded to a float.
export type Scalar = string | number | bigint | boolean | null;

const words = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

export function plainScalar(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  const plain = text.startsWith('.') ? text.replace(/(?<=\d)_(?=\d)/g, '') : text.replaceAll('_', '');
  return wholeNumber(plain) ?? float(plain) ?? text;
}

function wholeNumber(text: string): bigint | undefined {
  const match = /^([-+]?)(?:(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9]\d*)|0([0-7]+))$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits, octal] = match;
  const size = BigInt(digits ?? `0o${octal}`);
  const value = sign === '-' ? -size : size;
  const most = sign === '' ? 2n ** 64n - 1n : 2n ** 63n - 1n;
  return value < -(2n ** 63n) || value > most ? undefined : value;
}

function float(text: string): number | undefined {
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const prefix = 'tag:yaml.org,2002:';

// A scalar with a tag; undefined where the text is not what the tag says.
export function taggedScalar(tag: string, text: string): Scalar | undefined {
  const short = tag.startsWith(prefix) ? tag.slice(prefix.length) : '';
  if (short === 'binary') return decodeBase64(text);
  const plain = plainScalar(text);
  if (short === 'bool') return typeof plain === 'boolean' ? plain : undefined;
  if (short === 'null') return plain === null ? null : undefined;
  if (short === 'int') return typeof plain === 'bigint' ? plain : undefined;
  if (short === 'float') return typeof plain === 'bigint' || typeof plain === 'number' ? Number(plain) : undefined;
  return text;
}

function decodeBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// The name a scalar becomes as a map's key; undefined where it can be none.
export function keyName(scalar: Scalar): string | undefined {
  if (scalar === null) return undefined;
  if (typeof scalar === 'number') return floatName(scalar);
  if (typeof scalar === 'bigint' && scalar >= 2n ** 63n) return undefined;
  return String(scalar);
}

// As Go prints a 32-bit float: helm rounds keys that are floats to that.
function floatName(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return '.nan';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf';
  let precision = 1;
  while (precision < 9 && Math.fround(Number(rounded.toPrecision(precision))) !== rounded) precision++;
  const [digits = '', exponent = '0'] = rounded.toExponential(precision - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(rounded.toPrecision(precision)));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
