// Markdown as code hosts show it: the same anchors, and no HTML but comments.
import { siteLink } from './links.mjs';
import { addressOf, pages } from './navigation.mjs';

// The anchor that GitHub gives a heading.
export function slug(text) {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

export function extend(md, { onCopy, onDead }) {
  md.core.ruler.push('site', ({ tokens, env }) => {
    const source = env.source;
    const seen = new Map();
    let heading = '';
    tokens.forEach((token, i) => {
      if (token.type === 'heading_open') {
        heading = textOf(tokens[i + 1]);
        token.attrSet('id', unique(slug(heading), seen));
      }
      if (token.type === 'table_open') token.meta = { heading };
      if (token.type === 'html_block') demandComment(source, token.content, onDead);
      token.children?.forEach((child, at, children) => {
        if (child.type === 'html_inline') demandComment(source, child.content, onDead);
        if (child.type === 'link_open') rename(child, children[at + 1], source);
        relink(child, source, { onCopy, onDead });
      });
    });
  });
  const { rules } = md.renderer;
  rules.table_open = (tokens, i) =>
    `<div class="table" role="group" tabindex="0" aria-label="Table: ${md.utils.escapeHtml(tokens[i].meta.heading)}"><table>`;
  rules.table_close = () => '</table></div>';
  rules.fence = (tokens, i) => {
    const [language = 'text'] = tokens[i].info.trim().split(/\s+/).filter(Boolean);
    const label = language === 'text' ? 'Text' : `Text: ${md.utils.escapeHtml(language)}`;
    return `<pre data-language="${md.utils.escapeHtml(language)}" role="group" tabindex="0" aria-label="${label}"><code>${md.utils.escapeHtml(tokens[i].content)}</code></pre>\n`;
  };
  rules.heading_close = (tokens, i) => {
    const { tag } = tokens[i];
    const open = tokens[i - 2];
    if (tag === 'h1') return '</h1>\n';
    return ` <a class="anchor" href="#${open.attrGet('id')}" aria-label="Link to this section: ${md.utils.escapeHtml(textOf(tokens[i - 1]))}">#</a></${tag}>\n`;
  };
}

function textOf({ children }) {
  return children
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}

function unique(id, seen) {
  const times = seen.get(id) ?? 0;
  seen.set(id, times + 1);
  return times === 0 ? id : `${id}-${times}`;
}

function demandComment(source, html, onDead) {
  if (!/^\s*<!--[\s\S]*-->\s*$/.test(html)) onDead(`${source}: ${html.trim()} is HTML; write it as code`);
}

// A link that is named after its file has the title of the page instead.
function rename(link, text, source) {
  const title = text?.type === 'text' && /^[\w.-]+\.md$/.test(text.content) ? titleOf(source, link) : undefined;
  if (title !== undefined) text.content = title;
}

function titleOf(source, link) {
  const { href } = siteLink(source, link.attrGet('href'));
  return pages.find((page) => addressOf(page.source) === href.split('#')[0])?.title;
}

function relink(token, source, { onCopy, onDead }) {
  const name = token.type === 'image' ? 'src' : 'href';
  const target = token.attrGet(name);
  if (target === null || (token.type !== 'image' && token.type !== 'link_open')) return;
  const { href, copy, dead } = siteLink(source, target);
  token.attrSet(name, href);
  if (copy !== undefined) onCopy(copy);
  if (dead !== undefined) onDead(dead);
}
