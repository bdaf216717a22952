// A strict reader of the XML that we write, for tests: it throws at whatever is not well-formed.
export interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function parseXml(xml: string): Node {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(declaration)) throw new Error('no XML declaration');
  const outer: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [outer];
  let rest = xml.slice(declaration.length);
  while (rest !== '') {
    const top = open.at(-1) ?? outer;
    const text = /^[^<]+/.exec(rest)?.[0];
    const tag = /^<(\/?)([a-zA-Z-]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>/.exec(rest);
    if (text !== undefined) {
      top.text += resolve(text);
      rest = rest.slice(text.length);
    } else if (tag !== null) {
      const [whole, closing, name = '', attributes = '', empty] = tag;
      if (closing === '/') {
        if (top.name !== name || open.length === 1) throw new Error(`</${name}> closes <${top.name}>`);
        open.pop();
      } else {
        const node: Node = { name, attributes: parseAttributes(attributes), children: [], text: '' };
        top.children.push(node);
        if (empty !== '/') open.push(node);
      }
      rest = rest.slice(whole.length);
    } else {
      throw new Error(`not well-formed at: ${rest.slice(0, 80)}`);
    }
  }
  const [root, ...others] = outer.children;
  if (open.length !== 1 || root === undefined || others.length > 0 || outer.text.trim() !== '') {
    throw new Error('not one closed root element');
  }
  return root;
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`${name} twice`);
    attributes[name] = resolve(value);
  }
  return attributes;
}

function resolve(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&([a-z]*)(;?)/g, (whole, name: string, end: string) => {
    const character = references[name];
    if (character === undefined || end !== ';') throw new Error(`unknown reference ${whole}`);
    return character;
  });
}
