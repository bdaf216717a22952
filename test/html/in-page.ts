// What the tests ask of an open page. It runs there, so it is text: nothing of the tests is at hand.
import type { Page } from 'playwright-core';

const outline = `(() => {
  const lines = [];
  const visit = (node, depth) => {
    const pad = ' '.repeat(depth);
    const text = () => (node.textContent ?? '').replace(/\\s+/g, ' ').trim();
    if (node.nodeType === Node.TEXT_NODE) {
      if (text() !== '') lines.push(pad + text());
      return;
    }
    if (!(node instanceof Element) || ['style', 'symbol'].includes(node.localName)) return;
    const attributes = [...node.attributes].map(({ name, value }) => {
      const shown = value.replace(/'sha256-[^']*'/, "'sha256-…'").replace(/^data:image.*/, 'data:image…');
      return ' ' + name + '="' + shown + '"';
    });
    const head = pad + '<' + node.localName + attributes.join('') + '>';
    if (node.childNodes.length === 1 && node.firstChild.nodeType === Node.TEXT_NODE) lines.push(head + text());
    else {
      lines.push(head);
      for (const child of node.childNodes) visit(child, depth + 1);
    }
  };
  visit(document.documentElement, 0);
  return lines.join('\\n') + '\\n';
})()`;

// The document as the browser has it, an element a line, without what follows from the style sheet.
export function outlineOf(page: Page): Promise<string> {
  return page.evaluate<string>(outline);
}

// What reaches beyond the page, but for what scrolls in a box of its own.
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('body *')]
    .filter((element) => !element.closest('.symbols, .hidden, .skip, thead') && element.getClientRects().length > 0)
    .filter((element) => {
      const box = element.closest('.scroll');
      const scrolls = box !== null && box !== element && getComputedStyle(box).overflowX === 'auto';
      return !scrolls && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
    })
    .map((element) => element.outerHTML.slice(0, 120))
    .slice(0, 5)`);
}

// Tables that a reader of this width would have to scroll, of those that are not folded.
export function scrolled(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('main section > .scroll')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.getAttribute('aria-label'))`);
}

// Words of a drawing that its edges cut off.
export function cutWords(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('figure > svg text')]
    .filter((text) => {
      const [own, all] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
      return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1 || own.bottom > all.bottom + 1;
    })
    .map((text) => text.textContent)`);
}

// Units and heads of the SLO table that are broken within a word. A unit that is longer than a word may be.
export function tornWords(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('.slos .unit, .slos thead th')]
    .filter((element) => element.firstChild !== null && element.textContent.length <= 9)
    .filter((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.firstChild);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    })
    .map((element) => element.textContent)`);
}

// What must not be torn apart and is higher than a sheet, so that it would be. Unfolded tables go on over the next one.
export function tooHigh(page: Page, sheet: number): Promise<string[]> {
  return page.evaluate<
    string[]
  >(`[...document.querySelectorAll('figure:not(:has(details[open])), tr, svg, figcaption, .head')]
    .filter((element) => element.getBoundingClientRect().height > ${sheet})
    .map((element) => element.outerHTML.slice(0, 120))`);
}

// From the start of the navigation to the first picture, in msec.
export function paintedAfter(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    resolve(Math.max(paint?.startTime ?? 0, performance.getEntriesByType('navigation')[0].loadEventEnd));
  })))`);
}

// The exact values that stand behind the numbers of a table, by the first cell of their row; of the tables whose label
// ends so.
export function tableValues(page: Page, label: string): Promise<[string, number[]][]> {
  return page.evaluate<[string, number[]][]>(`[...document.querySelectorAll('.scroll')]
    .filter((box) => box.getAttribute('aria-label').endsWith(${JSON.stringify(label)}))
    .flatMap((box) => [...box.querySelectorAll('tbody tr')])
    .map((row) => [row.querySelector('th').textContent, [...row.querySelectorAll('data')].map((data) => Number(data.value))])`);
}
