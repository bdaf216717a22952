// The items of a JSON list as texts, so that a call which takes one of them need not render all. Undefined: no list, or one
// that cannot be cut without being rendered.
export function listItems(text: string): string[] | undefined {
  const body = /^\s*\[([\s\S]*)\]\s*$/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of body.matchAll(/\{\{[\s\S]*?\}\}|"(?:\{\{[\s\S]*?\}\}|[^"\\]|\\.)*"|[{}[\],"]/gs)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === '"') return undefined;
    else if (token === ',' && depth === 0) {
      items.push(body.slice(start, index));
      start = index + 1;
    }
    if (depth < 0) return undefined;
  }
  if (depth !== 0) return undefined;
  items.push(body.slice(start));
  return items.some((item) => item.trim() === '') ? undefined : items;
}
