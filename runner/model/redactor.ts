// Keeps secret values out of everything that is stored, logged or shown, in the forms in which they turn up elsewhere:
// as they are, URL-encoded, JSON-escaped, and inside base64 (which is what Basic authentication makes of a password).
import { isPlainMap } from './maps.ts';

export interface Redactor {
  register(value: string): void;
  text(s: string): string;
  deep<T>(value: T): T; // strings anywhere inside; names of properties stay
}

const redacted = '[redacted]';
const shortest = 4; // shorter ones would tear ordinary words apart
const shortestPart = 8;
const cut = '…'; // ends what was longer
const longestInPattern = 1000; // V8 refuses patterns with very long ones, in words that show them

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let long: string[] = [];
  let pattern: RegExp | undefined;

  const text = (s: string): string => {
    const whole = s.includes(cut) ? withoutCutOff(s, forms) : s;
    const left = long.reduce((all, form) => (all.length < form.length ? all : all.replaceAll(form, redacted)), whole);
    return pattern === undefined ? left : left.replace(pattern, redacted);
  };
  return {
    register(value) {
      const before = forms.size;
      for (const form of formsOf(value)) forms.add(form);
      if (forms.size === before) return;
      const longestFirst = [...forms].sort((a, b) => b.length - a.length);
      long = longestFirst.filter(({ length }) => length > longestInPattern);
      const short = longestFirst.slice(long.length);
      pattern = short.length === 0 ? undefined : new RegExp(short.map(escapeRegExp).join('|'), 'g');
    },
    text,
    deep: (value) => (forms.size === 0 ? value : mapStrings(value, text)),
  };
}

function formsOf(value: string): string[] {
  const trimmed = value.trim();
  if (trimmed.length < shortest) return [];
  const plain = new Set([trimmed, value]);
  for (const part of partsOf(trimmed)) if (part.length >= shortestPart) plain.add(part);
  return [...plain].flatMap((form) => [form, ...encodedForms(form)]).filter((form) => form.length >= shortest);
}

// `Bearer <token>` leaks as the token alone, a webhook's address as its path.
function partsOf(value: string): string[] {
  const words = value.split(/\s+/);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return words.length > 1 ? words : [];
  const url = new URL(value);
  return [url.pathname + url.search, decode(url.password), url.password];
}

function encodedForms(value: string): string[] {
  const encoded = encode(value);
  return [
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
    ...base64Forms(value),
  ];
}

// Where the value stands inside a longer text, base64 shows it in one of three ways; each without the characters at its
// ends, which also depend on the neighbours.
function base64Forms(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const all = btoa('\0'.repeat(before) + binary);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const inner = all.slice(from, to);
    if (inner.length >= shortestPart) forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
    if (before === 0) forms.push(all, all.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function encode(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value; // half a surrogate pair has no such form
  }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

// Without values that end in the midst, where their text was cut off.
function withoutCutOff(s: string, forms: ReadonlySet<string>): string {
  const pieces = s.split(cut);
  return pieces.map((piece, i) => (i === pieces.length - 1 ? piece : withoutStarted(piece, forms))).join(cut);
}

function withoutStarted(piece: string, forms: ReadonlySet<string>): string {
  let shown = piece.length;
  for (const form of forms) {
    for (let from = Math.max(0, piece.length - form.length); from <= piece.length - shortestPart; from++) {
      if (piece[from] === form[0] && form.startsWith(piece.slice(from))) {
        shown = Math.min(shown, from);
        break;
      }
    }
  }
  return shown === piece.length ? piece : piece.slice(0, shown) + redacted;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function mapStrings<T>(value: T, text: (s: string) => string): T {
  return walk(value, text) as T;
}

function walk(value: unknown, text: (s: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, text));
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, text)]));
}
