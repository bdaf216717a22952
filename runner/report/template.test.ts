import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Document } from '../model/document.ts';
import { templateReport } from './template.ts';

const sample = load(readFileSync('test/fixtures/samples/two-versions/experiment.yaml', 'utf8')) as Document;
const failed = load(readFileSync('test/fixtures/samples/failed/experiment.yaml', 'utf8')) as Document;

test('a template sees what the json report holds', () => {
  const text = '{{#each slos}}{{condition}};{{/each}} {{summary.loops}}';
  expect(templateReport(sample, { text, html: false })).toContain('shop/error-rate <= 0.01;');
});

test('what is put in is escaped in html, and as it is elsewhere', () => {
  const text = '{{#each slos}}{{condition}}\n{{/each}}';
  expect(templateReport(sample, { text, html: true })).toContain('shop/error-rate &lt;&#x3D; 0.01');
  expect(templateReport(sample, { text, html: false })).toContain('shop/error-rate <= 0.01');
});

test('numbers can be given digits, values compared and shown as JSON', () => {
  const text = '{{fixed 1.23456 3}} {{fixed "x"}}|{{#if (eq 1 1)}}same{{/if}} {{json summary.failed}}';
  expect(templateReport(failed, { text, html: false })).toMatch(/^1\.235 \|same (true|undefined)?/);
});

test.each(['{{#each}', '{{> partial}}', '{{unknown 1}}'])(
  'a template that cannot be used (%p) is an error of its own',
  (text) => {
    expect(() => templateReport(failed, { text, html: false })).toThrow(expect.objectContaining({ code: 'TEMPLATE' }));
  },
);

test('a template cannot reach what is not in the report', () => {
  const text = '{{summary.constructor}}{{summary.__proto__}}{{lookup summary "constructor"}}';
  expect(templateReport(failed, { text, html: false })).toBe('');
});
