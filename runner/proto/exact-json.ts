// JSON in which integers that a number cannot hold exactly become bigints. Only text that may hold one is read by hand.
export function parseExactJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  try {
    return createParser(text).whole();
  } catch (error) {
    JSON.parse(text); // says what is wrong in the same words as for all other texts
    throw error;
  }
}

function createParser(text: string) {
  let at = 0;
  const token = /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null)|$)/suy;

  const next = (): RegExpExecArray => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw unexpected();
    at = token.lastIndex;
    return match;
  };
  const unexpected = () => new SyntaxError(`unexpected text in JSON at position ${at}`);
  const value = (match: RegExpExecArray, depth: number): unknown => {
    const [, mark, string, number, word] = match;
    if (depth > 1000) throw new SyntaxError('JSON is nested too deeply');
    if (string !== undefined) return JSON.parse(string);
    if (number !== undefined) return numberOf(number);
    if (word !== undefined) return JSON.parse(word);
    if (mark === '{') return object(depth);
    if (mark === '[') return list(depth);
    throw unexpected();
  };
  const object = (depth: number): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    let match = next();
    if (match[1] === '}') return found;
    for (;;) {
      const key = match[2];
      if (key === undefined || next()[1] !== ':') throw unexpected();
      // As JSON.parse does, so that no key is a way to the prototype.
      Object.defineProperty(found, JSON.parse(key), {
        value: value(next(), depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      const [, end] = next();
      if (end === '}') return found;
      if (end !== ',') throw unexpected();
      match = next();
    }
  };
  const list = (depth: number): unknown[] => {
    const found: unknown[] = [];
    let match = next();
    if (match[1] === ']') return found;
    for (;;) {
      found.push(value(match, depth + 1));
      const [, end] = next();
      if (end === ']') return found;
      if (end !== ',') throw unexpected();
      match = next();
    }
  };
  return {
    whole() {
      const found = value(next(), 0);
      if (/\S/.test(text.slice(at))) throw unexpected();
      return found;
    },
  };
}

function numberOf(text: string): number | bigint {
  const number = JSON.parse(text);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : BigInt(text);
}
