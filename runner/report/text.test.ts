import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Document } from '../model/document.ts';
import { textReport } from './text.ts';

const samples = `${__dirname}/../../test/fixtures/samples`;

describe('the text report of a 0.13 document', () => {
  test.each(['abn-summary', 'failed', 'grpc-sample', 'http-endpoints', 'two-versions'])(
    'is what 0.13 printed, byte for byte: %s',
    (name) => {
      const document = load(readFileSync(`${samples}/${name}/experiment.yaml`, 'utf8')) as Document;
      expect(textReport(document)).toBe(readFileSync(`${samples}/${name}/report.txt`, 'utf8'));
    },
  );
});
