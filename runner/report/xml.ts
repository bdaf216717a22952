// Elements as text. What XML 1.0 cannot hold, and what no reader wants to see, is left out.
const unwanted = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

type Attributes = Record<string, string | number | undefined>;

export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replace(/\s+/g, ' ')}"`)
    .join('');
  if (children.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${children.join('')}</${name}>`;
}

export function escapeXml(text: string): string {
  return text.replace(unwanted, '').replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
