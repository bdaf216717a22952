// Foreign text inside Markdown: it stays text, mentions nobody, links nowhere and never ends a cell.
import { plain } from './plain.ts';

// A name, set as code. Inside a code span all is literal but backticks, pipes and backslashes (which a table reads first).
export function code(text: string, most = 120): string {
  const clean = plain(text, most);
  if (clean !== '' && clean.trim() === clean && !/[`|\\]/.test(clean)) return `\`${clean}\``;
  return `<code>${entities(clean)}</code>`;
}

// A sentence that may hold foreign words.
export function prose(text: string, most = 400): string {
  return entities(plain(text, most));
}

// Everything Markdown, HTML or GitHub gives a meaning, as a character reference. A mention or an issue number is looked
// for after references are resolved: an empty character behind its sign takes that meaning too.
function entities(text: string): string {
  return text
    .replace(/[&<>`|\\*_~[\]$]|:(?=\/\/)|(?<=www)\.|[@#]/gi, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/&#(?:64|35);/g, '$&&#8203;');
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
