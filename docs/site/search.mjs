// The index of the search: one entry a section, made when the site is built and read by assets/site.js.
import MiniSearch from 'minisearch';

export const options = { fields: ['heading', 'title', 'text'], storeFields: ['heading', 'title', 'address', 'begin'] };

export function searchIndex(htmlOf) {
  const index = new MiniSearch(options);
  let id = 0;
  for (const [page, html] of htmlOf) {
    const body = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? '';
    const title = plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(body)?.[1] ?? page);
    for (const [, , anchor, head, text] of body.matchAll(
      /<h([1-4]) id="([^"]*)">([\s\S]*?)<\/h\1>([\s\S]*?)(?=<h[1-4] id=|<footer|$)/g,
    )) {
      const words = plain(text);
      index.add({
        id: id++,
        title,
        heading: plain(head.replace(/<a class="anchor"[\s\S]*?<\/a>/, '')),
        address: `${page}#${anchor}`,
        text: words,
        begin: words.slice(0, 140),
      });
    }
  }
  return { options, index: JSON.stringify(index) };
}

const named = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

function plain(html) {
  const text = html.replace(/<[^>]*>/g, ' ').replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => named[entity] ?? entity);
  return text.replace(/\s+/g, ' ').trim();
}
