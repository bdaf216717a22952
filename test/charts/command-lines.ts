// Command lines of experiments: inputs in all the ways that helm has for them, mostly such as are allowed.
import fc from 'fast-check';
import { mostly } from '../helm/set-arguments.ts';

interface CommandLine {
  values: string; // YAML
  set: string[];
  setString: string[];
  setFile: [key: string, name: string][];
}

// What --set-file may name.
export const contents: Record<string, string> = {
  'token.txt': 'c4n4ry',
  'lines.txt': 'one\n two: 2\n\n\n',
  'key.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  'odd.json': '{"a": [1, "x\\n"], "b": "it\'s \u2028 \u0085 \ufeff \ufffd \u007f"}\n',
};

const secret = `\${secret:x}`;
const yamlWords = 'yes 0x10 1e3 012 ~ null true False 2001-01-01 1:30 1_000 .5 = << --- - | > 5 -0 9007199254740993';
const marks = [
  '',
  ' pad ',
  '#c',
  'a: b',
  '- a',
  '&a',
  '*a',
  '!!str x',
  '@x',
  '"q"',
  "it's",
  '{{ .Values }}',
  '$1',
  '\\',
];
const references = [secret, `Bearer ${secret}`, `$${secret}`, secret.slice(0, -1)];
const words = [...yamlWords.split(' '), ...marks, ...references, 'ü🙂', '\t'];
const lines = ['l1\nl2', 'end\n', '\n x', 'x\r\ny', 'a\u2028b', '\u0085', '\ufeff', '\u007f'];
const urls = ['http://h/', 'HTTPS://me:pw@h:80/x?a=b@c', `http://me:pw@h/${secret}`, `http://${secret}@h/`];

interface Input {
  keys: string[];
  right: string[];
  wrong?: string[];
}

const http: Input[] = [
  { keys: ['payloadStr', 'expect.bodyContains', 'endpoints.get.payloadStr', 'tls.key'], right: [...words, ...lines] },
  { keys: ['headers.A', 'headers.X\\.b', 'endpoints.a\\.b.headers.Q'], right: words, wrong: lines },
  { keys: ['headers.X.Y', 'headers.X', 'headers'], right: words },
  { keys: ['url', 'payloadURL', 'endpoints.a\\.b.url'], right: urls, wrong: ['h/x'] },
  { keys: ['numRequests', 'endpoints.get.connections'], right: ['5', '1e3', '+7', ' 2 '], wrong: ['0.5', '', '0x10'] },
  { keys: ['qps', 'endpoints.get.qps'], right: ['.5', '-1', '0.5', '0'], wrong: ['many', '9007199254740993'] },
  { keys: ['errorRanges.lower', 'errorRanges[0].upper', 'expect.status'], right: ['500', '5e2'], wrong: ['1000'] },
  { keys: ['duration', 'timeout', 'endpoints.get.duration'], right: ['30s', '1h30m', '.5s'], wrong: ['30', 'soon'] },
  { keys: ['tls.insecure', 'followRedirects'], right: ['true', 'FALSE'], wrong: ['yes', ''] },
  { keys: ['headers', 'duration', 'endpoints', 'headers.A'], right: ['null'] },
  { keys: ['qqps', 'tls.insecur'], right: [], wrong: ['1'] },
];
const slos: Input[] = [
  {
    keys: ['upper.http/error-count', 'lower.http/latency-p99.9'],
    right: ['5', '1e3', ' .5', '-1'],
    wrong: ['few', ''],
  },
  { keys: ['upper.http/latency-p95\\.5', 'lower.http/x'], right: ['9007199254740993', 'null'], wrong: ['true'] },
];

const under = (prefix: string, inputs: Input[]) =>
  inputs.map(({ keys, ...input }) => ({ ...input, keys: keys.map((key) => prefix + key) }));

const assignments = [...under('http.', http), ...under('assess.SLOs.', slos)].map(({ keys, right, wrong = [] }) => {
  const good = right.length === 0 ? [] : [{ weight: 12, arbitrary: fc.constantFrom(...right) }];
  const bad = wrong.length === 0 ? [] : [{ weight: 1, arbitrary: fc.constantFrom(...wrong) }];
  const value = fc.oneof(...good, ...bad).map((text) => text.replace(/[\\,{}]/g, (mark) => `\\${mark}`));
  return fc.tuple(fc.constantFrom(...keys), value).map(([key, text]) => `${key}=${text}`);
});
const lists = fc.constantFrom('http.percentiles={50,99.9}', 'http.percentiles=50', 'http.percentiles={}');
const argument = mostly(fc.oneof(...assignments), lists);

const inFile = fc.tuple(
  fc.constantFrom('http.payloadStr', 'http.headers.A', 'http.tls.key', 'http.expect.bodyContains'),
  fc.constantFrom(...Object.keys(contents)),
);

const files = [
  'runner: job\n',
  'http: &all {qps: 0x10, payloadStr: no, headers: {A: 1.10, B: 012}}\nglobal: *all\n',
  'http:\n  headers: &h {A: ~, C: 2001-01-01}\n  endpoints:\n    get:\n      headers: {<<: *h, D: 1e21}\n',
  'http: {payloadStr: 12345678901234567890, percentiles: 99.90, headers: {yes: on}}\n',
];
const base = ['tasks={http,assess}', 'http.url=http://h/', 'assess.SLOs.upper.http/error-rate=0.1'];

export const commandLine: fc.Arbitrary<CommandLine> = fc.record({
  values: fc.constantFrom(...files),
  set: fc.array(argument, { maxLength: 4 }).map((set) => [...base, ...set]),
  setString: mostly(fc.constant<string[]>([]), fc.array(argument, { minLength: 1, maxLength: 2 }), 2),
  setFile: mostly(fc.constant<[string, string][]>([]), fc.array(inFile, { minLength: 1, maxLength: 1 }), 2),
});
