// Links as the sources have them, which read well on a code host, and as the site has them; and what leads nowhere.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { addressOf, pages } from './navigation.mjs';

const known = new Set(pages.map(({ source }) => source));
const isElsewhere = (target) => /^[a-z][a-z+.-]*:/i.test(target);

// A page is linked as such. Any other file of the repository is taken along, under files/.
export function siteLink(source, target) {
  if (isElsewhere(target) || target.startsWith('#')) return { href: target };
  const [file = '', anchor] = target.split('#', 2);
  const at = path.posix.normalize(path.posix.join(path.posix.dirname(source), decodeURIComponent(file)));
  const tail = anchor === undefined ? '' : `#${anchor}`;
  if (known.has(at)) return { href: `${addressOf(at)}${tail}` };
  if (!existsSync(at) || !statSync(at).isFile()) return { href: target, dead: `${source}: ${target} is not there` };
  return { href: `files/${at}${tail}`, copy: at };
}

const unescaped = (text) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
const attributes = (html, name) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => unescaped(value));

// Every link and source of every page: what is wrong within the site, and what lies outside of it.
export function checkLinks(htmlOf, isThere) {
  const dead = [];
  const outside = new Map();
  const anchors = new Map([...htmlOf].map(([page, html]) => [page, new Set(attributes(html, 'id'))]));
  for (const [page, html] of htmlOf) {
    for (const target of [...attributes(html, 'href'), ...attributes(html, 'src')]) {
      if (isElsewhere(target)) {
        outside.set(target, [...new Set([...(outside.get(target) ?? []), page])]);
        continue;
      }
      const [file, anchor] = target.split('#', 2);
      const at = file === '' ? page : decodeURIComponent(file);
      if (!isThere(at)) dead.push(`${page}: ${target} is not there`);
      else if (anchor && !anchors.get(at)?.has(decodeURIComponent(anchor)))
        dead.push(`${page}: ${target} leads to no heading of that page`);
    }
  }
  return { dead, outside };
}
