// Cuts a text into what stands still and what is between {{ and }}, trimmed as Go's templates are.
type Part = { text: string } | { action: string; at: number };

// {{, or {{- and a space: trims before it. -}} after a space: trims after it. A comment may hold anything.
const opening = /\{\{(-(?=[ \t\r\n]))?/g;
const comment = /[ \t\r\n]*\/\*[\s\S]*?\*\/([ \t\r\n]+-)?\}\}/y;
const action = /([\s\S]*?)([ \t\r\n]-)?\}\}/y;

export function partsOf(text: string): { parts: Part[]; open?: number } {
  const parts: Part[] = [];
  let at = 0;
  let trim = false;
  const still = (piece: string) => {
    if (piece !== '') parts.push({ text: piece });
  };
  const before = (end: number) => {
    const piece = text.slice(at, end);
    return trim ? piece.replace(/^[ \t\r\n]+/, '') : piece;
  };
  opening.lastIndex = 0;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const inside = opening.lastIndex;
    comment.lastIndex = inside;
    action.lastIndex = inside;
    const commented = comment.exec(text);
    const acted = commented === null ? action.exec(text) : null;
    if (commented === null && acted === null) return { parts, open: open.index };
    still(open[1] === undefined ? before(open.index) : before(open.index).replace(/[ \t\r\n]+$/, ''));
    if (acted !== null) parts.push({ action: (acted[1] ?? '').trim(), at: open.index });
    at = commented === null ? action.lastIndex : comment.lastIndex;
    trim = (commented?.[1] ?? acted?.[2]) !== undefined;
    opening.lastIndex = at;
  }
  still(before(text.length));
  return { parts };
}
