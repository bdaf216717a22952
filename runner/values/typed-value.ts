// The type --set gives to a text: true, false, null and whole numbers are what they look like, all else stays text.
// So 0.5, 1e6 and 007 are texts. Numbers too large to be exact become bigint and keep their digits.
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export function typedValue(text: string): unknown {
  if (/^true$/iu.test(text)) return true;
  if (/^false$/iu.test(text)) return false;
  if (/^null$/iu.test(text)) return null;
  if (text === '0') return 0;
  if (!/^(?:[1-9]\d*|[+-]\d+)$/.test(text)) return text;
  const exact = BigInt(text.replace(/^\+/, ''));
  if (exact < int64.min || exact > int64.max) return text;
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}
