import fc from 'fast-check';
import { hostileDocument } from './documents.fixture.ts';
import { width } from './plain.ts';
import { textReport } from './text.ts';

describe('hostile names in the text report', () => {
  test('reach no terminal as they are, and break no line', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const report = textReport(document, { all: true });
        expect(report).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
        for (const line of report.split('\n')) expect(line).toMatch(/^$|^ {2}|^[A-Z][^|]*:$|^\*+$/);
      }),
      { numRuns: 100 },
    );
  });

  test('leave the columns of a table straight, and no line endless', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const [, table = ''] = textReport(document, { all: true }).split('Latest observed values for metrics:');
        const rows = table.split('\n').filter((line) => line.startsWith('  ') && line.includes(' | '));
        const [head = ''] = rows;
        const first = width(head.slice(0, head.indexOf(' | ')));
        for (const row of rows) {
          expect([...row.replace(/\p{M}/gu, '')].slice(first, first + 3).join('')).toBe(' | ');
          expect(row.length).toBeLessThan(10_000);
        }
      }),
      { numRuns: 100 },
    );
  });
});
