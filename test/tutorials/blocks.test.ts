// No command of a page is forgotten: it is run, or the page says why not.
import { blocksOf, pagesWithCommands, readPage, shapeOf } from './blocks.ts';
import { elsewhere, inCluster, local } from './pages.ts';

test('every page with commands has a place where they are run', () => {
  const placed = [...local, ...inCluster, ...Object.keys(elsewhere)];
  expect(pagesWithCommands().filter((page) => !placed.includes(page))).toEqual([]);
});

test('what is not run, and why', () => {
  const left = [...local, ...inCluster].flatMap((page) =>
    blocksOf(readPage(page)).flatMap((block) =>
      block.kind === 'not run' ? [`${page}: ${block.text.split('\n')[0]} (${block.reason})`] : [],
    ),
  );
  expect(left).toMatchInlineSnapshot(`
[
  "README.md: make run    # fresh clone: installs, builds, starts a sample service, runs an experiment against it, prints the report (they are what runs the tests; test/cli/examples.test.ts holds the report to what make run prints)",
  "README.md: helm install my-test iter8 --repo REPO --set "tasks={ready,http,assess}" --set ready.deploy=httpbin \\ (docs/kubernetes.md has these commands, and is run)",
  "docs/first-experiment.md: make build (the tests have a build of their own)",
  "docs/http.md: iter8 launch --set "tasks={http}" --set http.url=https://web.default/get --set http.http2=true (needs a service with TLS)",
  "docs/reports.md: iter8 report --open (test/cli/html-report.test.ts opens one; docs/kubernetes.md has the other)",
  "docs/reports.md: iter8 report -o json | jq -r '.slos[] | .condition as $slo | .versions[] | "\\(.verdict)\\t\\($slo)\\t\\(.reason // "")"' (needs jq)",
  "docs/fortio.md: fortio load -qps 100 -c 8 -t 5s -H "Accept: application/json" http://127.0.0.1:8080/get (a command of Fortio)",
  "docs/ghz.md: ghz --insecure --proto route_guide.proto --call routeguide.RouteGuide.GetFeature \\ (a command of ghz)",
]
`);
});

test('a comment before a block says how it is run', () => {
  const page = [
    'Text.\n',
    '```shell\none\n```\n',
    '<!-- exit code: 4 -->\n```sh\ntwo\n```\n',
    '<!-- not run: it is long -->\n```shell\nthree\n```\n',
    '<!-- run: until the page ends -->\n```shell\nfour\n```\n',
    '<!-- file: a.yaml -->\n```yaml\na: 1\n```\n',
    '<!-- printed -->\n```\nfive\n```\n',
    '```yaml\nb: 1\n```\n',
  ].join('\n');
  expect(blocksOf(page)).toEqual([
    { kind: 'command', line: 3, text: 'one\n', exitCode: 0 },
    { kind: 'command', line: 8, text: 'two\n', exitCode: 4 },
    { kind: 'not run', line: 13, text: 'three\n', reason: 'it is long' },
    { kind: 'service', line: 18, text: 'four\n' },
    { kind: 'file', line: 23, text: 'a: 1\n', name: 'a.yaml' },
    { kind: 'printed', line: 28, text: 'five\n' },
  ]);
});

test('a block without a reason is run all the same', () => {
  expect(blocksOf('<!-- not run -->\n```shell\none\n```\n')).toMatchObject([{ kind: 'command' }]);
});

test.each([
  ['INFO[2026-01-11 14:43:45] task 1: http: started', 'time=2026-11-21 21:40:16 level=info msg=task 1: http: started'],
  ['  http/latency-max (msec)    | 2.31', '  http/latency-max (msec) | 102.3'],
])('%s is printed as %s elsewhere', (shown, printed) => {
  expect(shapeOf(shown)).toBe(shapeOf(printed));
});
