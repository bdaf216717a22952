import { checkEntries } from './check-entries.ts';
import { registry } from './tasks.fixture.ts';

const check = (...entries: unknown[]) => checkEntries(entries, registry);
const url = 'http://h/';

test('entries are normalised as values are', () => {
  const given = { task: 'http', with: { url, qps: '5' }, if: 'SLOs()', when: 'failure' };
  expect(check(given)).toEqual({ entries: [{ ...given, with: { url, qps: 5 } }], problems: [] });
});

test('limits may be written as the result document writes them', () => {
  const SLOs = { upper: [{ metric: 'http/latency-mean', limit: 50 }] };
  expect(check({ task: 'assess', with: { SLOs } }).entries[0]?.with).toEqual({
    SLOs: { upper: { 'http/latency-mean': 50 } },
  });
});

test.each<[entry: unknown, path: string, message: string]>([
  [5, 'spec[0]', 'this is no task; an entry has a task and with, its inputs'],
  [
    { run: 'curl x | sh' },
    'spec[0].run',
    '`run` names what Iter8 itself did, and shell commands are not run: remove it, or give a task, such as http with payloadURL for a download',
  ],
  [{ with: {} }, 'spec[0].task', 'missing: the name of a task'],
  [{ task: 'htpt' }, 'spec[0].task', 'unknown task htpt; did you mean http?'],
  [{ task: 'http', with: { url, qqps: 1 } }, 'spec[0].with.qqps', 'unknown input; did you mean qps?'],
  [{ task: 'http', with: { url, if: 'x' } }, 'spec[0].with.if', 'unknown input'],
  [{ task: 'http' }, 'spec[0].with.url', 'missing: say where to'],
  [{ task: 'http', wiht: {}, with: { url } }, 'spec[0].wiht', 'unknown; did you mean with?'],
  [
    { task: 'http', with: { url }, when: 'never' },
    'spec[0].when',
    '"never" is not allowed; give success, failure or always',
  ],
])('%j: %s', (entry, path, message) => {
  expect(check(entry).problems).toEqual([{ path, message }]);
});

test('all that is wrong is told at once', () => {
  const paths = check({ run: 'x' }, { task: 'http', when: 'never', with: { url, qps: 'x' } }).problems.map(
    (p) => p.path,
  );
  expect(paths).toEqual(['spec[0].run', 'spec[1].when', 'spec[1].with.qps']);
});

test('a spec without a task is a problem', () => {
  expect(check().problems).toEqual([{ path: 'spec', message: 'there is no task in it' }]);
});
