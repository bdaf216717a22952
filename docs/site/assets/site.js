// Search, buttons to copy commands, and the list of pages on narrow screens. Pages are whole without it.
(() => {
  const field = document.getElementById('search');
  const list = document.getElementById('results');
  const found = document.getElementById('found');
  let index;

  if (matchMedia('(max-width: 60rem)').matches) document.querySelector('nav details').open = false;
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest('input')) {
      event.preventDefault();
      field.focus();
    }
    if (event.key === 'Escape') show([]);
  });
  field.closest('form').addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('focus', load, { once: true });
  field.addEventListener('input', async () => {
    const question = field.value.trim();
    await load();
    if (question !== field.value.trim()) return;
    show(question === '' ? [] : ask(question));
    found.textContent = question === '' ? '' : `${list.children.length} results`;
  });

  // Scripts, not fetch: so it also works where the pages are opened as files.
  function load() {
    index ??= script('assets/minisearch.js')
      .then(() => script('assets/search-index.js'))
      .then(() => {
        const { index: json, options } = globalThis.searchIndex;
        return globalThis.MiniSearch.loadJSON(json, options);
      })
      .then((ready) => {
        const options = {
          prefix: true,
          fuzzy: (term) => (term.length > 4 ? 0.2 : false),
          boost: { heading: 4, title: 2 },
        };
        // What has every word comes first, then what has some of them.
        ask = (question) => {
          const found = ['AND', 'OR'].flatMap((combineWith) => ready.search(question, { ...options, combineWith }));
          return [...new Map(found.map((result) => [result.id, result])).values()].slice(0, 12);
        };
      });
    return index;
  }

  let ask = () => [];

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${address} cannot be read`));
      document.head.append(element);
    });
  }

  function show(results) {
    list.replaceChildren(...results.map(entry));
    list.hidden = results.length === 0;
  }

  function entry({ address, heading, title, begin }) {
    const link = document.createElement('a');
    link.href = address;
    const [head, text] = [document.createElement('strong'), document.createElement('span')];
    head.textContent = heading === title ? title : `${title}: ${heading}`;
    text.textContent = begin;
    link.append(head, text);
    link.addEventListener('click', () => show([]));
    const item = document.createElement('li');
    item.append(link);
    return item;
  }

  for (const block of document.querySelectorAll('pre[data-language="shell"]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    const frame = document.createElement('div');
    frame.className = 'command';
    block.replaceWith(frame);
    frame.append(block, button);
  }
})();
