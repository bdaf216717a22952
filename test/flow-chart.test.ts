// The flow chart of docs/autox.md says what the rules beside it say, to eyes and to screen readers.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { labels } from '../runner/autox/labels.ts';
import { type Node, parseXml } from '../runner/report/xml.fixture.ts';

const docs = path.resolve(__dirname, '../docs');
const page = readFileSync(path.join(docs, 'autox.md'), 'utf8');
const svg = readFileSync(path.join(docs, 'images/autox-flow.svg'), 'utf8');

const root = parseXml(svg); // throws where it is not well-formed
const within = (node: Node): Node[] => [node, ...node.children.flatMap(within)];
// Of what stands in a child, which words come first does not matter here.
const textOf = (node: Node) =>
  within(node)
    .map(({ text }) => text)
    .join(' ');
const textsOf = (...names: string[]) =>
  within(root)
    .filter(({ name }) => names.includes(name))
    .map(textOf);
const shown = textsOf('text').join(' ');
const rules = (/At every change of the trigger[\s\S]*?(?=\n## )/.exec(page)?.[0] ?? '').replace(/\n +/g, ' ');

test('it stands above the rules, which are four', () => {
  expect(page).toMatch(/\(images\/autox-flow\.svg\)\n\nAt every change of the trigger/);
  expect(rules.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ']);
});

test.each([
  ['the label of the version', labels.version, labels.version],
  ['the label that switches AutoX off or on', labels.autox, labels.autox],
  ['whether that label is needed', 'requireLabel', 'requireLabel'],
  ['a new name or track', labels.track, 'the name, the track'],
  ['releases are removed', 'releases are removed', 'Remove its releases'],
  ['nothing happens', 'Nothing happens', 'Nothing happens'],
  ['once it is really gone', 'really gone', 'really gone'],
  ['changes of the status', 'a change of status starts nothing', 'A change of status starts nothing'],
  ['the older form', 'older form', 'older form'],
])('a rule of the page is in it: %s', (_, said, drawn) => {
  expect(rules).toContain(said);
  expect(shown).toContain(drawn);
});

test('it has a title and a description, which tells all three questions and the three steps', () => {
  expect(root.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title desc' });
  const [title, desc = ''] = textsOf('title', 'desc');
  expect(title).toBe('What AutoX does when a trigger changes');
  for (const words of [labels.version, labels.autox, 'nothing happens', 'deleted', 'really gone', 'launches it again'])
    expect(desc).toContain(words);
});

test('it has colours for light and for dark, text that is text, and nothing of elsewhere', () => {
  expect(textsOf('style').join()).toContain('prefers-color-scheme: dark');
  expect(within(root).map(({ name }) => name)).not.toContain('image');
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|<script|href=/);
});
