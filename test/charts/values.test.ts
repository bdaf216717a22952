import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registry } from '../../runner/tasks/registry.ts';
import { tasksFromValues } from '../../runner/values/tasks-from-values.ts';
import { parseYamlFile } from '../../runner/values/yaml-file.ts';
import { find, type Manifest, render, template, withHelm } from './chart.ts';

const http = ['tasks={http}', 'http.url=http://h/'];
const judged = ['tasks={http,assess}', 'http.url=http://h/', 'assess.SLOs.upper.http/error-count=0'];

function entriesOf(objects: readonly Manifest[]) {
  const text = find(objects, 'ConfigMap', 'my-test').data?.['values.yaml'] ?? '';
  const { entries, problems } = tasksFromValues(parseYamlFile(Buffer.from(text), 'values.yaml'), registry);
  expect(problems).toEqual([]);
  return entries;
}

withHelm('values of the chart', () => {
  test.each<[form: string, set: string[], task: string, inputs: object]>([
    ['one word for a list of tasks', ['tasks=http', 'http.url=http://h/'], 'http', {}],
    ['a fraction', [...http, 'http.qps=0.5'], 'http', { qps: 0.5 }],
    ['a whole number', [...http, 'http.qps=5'], 'http', { qps: 5 }],
    ['a large number', [...http, 'http.numRequests=10000000'], 'http', { numRequests: 10_000_000 }],
    ['an exponent', [...http, 'http.numRequests=1e3'], 'http', { numRequests: 1000 }],
    ['a number for a text', [...http, 'http.payloadStr=123'], 'http', { payloadStr: '123' }],
    [
      'digits beyond 53 bits',
      [...http, 'http.payloadStr=9007199254740993'],
      'http',
      { payloadStr: '9007199254740993' },
    ],
    ['true for a text', [...http, 'http.payloadStr=true'], 'http', { payloadStr: 'true' }],
    ['text that looks like something else', [...http, 'http.payloadStr=007'], 'http', { payloadStr: '007' }],
    ['an escaped text', [...http, 'http.payloadStr=\\{"a": [1\\, 2]\\}'], 'http', { payloadStr: '{"a": [1, 2]}' }],
    ['true', [...http, 'http.followRedirects=true'], 'http', { followRedirects: true }],
    ['one number for a list', [...http, 'http.percentiles=99.9'], 'http', { percentiles: [99.9] }],
    ['a list of numbers', [...http, 'http.percentiles={50,99.9}'], 'http', { percentiles: [50, 99.9] }],
    ['an empty list', [...http, 'http.percentiles={}'], 'http', { percentiles: [] }],
    ['one object for a list', [...http, 'http.errorRanges.lower=500'], 'http', { errorRanges: [{ lower: 500 }] }],
    ['an index', [...http, 'http.errorRanges[0].lower=500'], 'http', { errorRanges: [{ lower: 500 }] }],
    ['null for what is not given', [...http, 'http.duration=null'], 'http', {}],
    ['a duration', [...http, 'http.duration=1h30m'], 'http', { duration: '1h30m' }],
    [
      'an endpoint',
      ['tasks=http', 'http.endpoints.get.url=http://h/get'],
      'http',
      { endpoints: { get: { url: 'http://h/get' } } },
    ],
    ['a limit', judged, 'assess', { SLOs: { upper: { 'http/error-count': 0 } } }],
    [
      'a metric with a dot',
      ['tasks={http,assess}', 'http.url=http://h/', 'assess.SLOs.upper.http/latency-p99.9=500'],
      'assess',
      { SLOs: { upper: { 'http/latency-p99.9': 500 } } },
    ],
    [
      'a limit with a fraction',
      ['tasks={http,assess}', 'http.url=http://h/', 'assess.SLOs.upper.http/error-rate=0.01'],
      'assess',
      { SLOs: { upper: { 'http/error-rate': 0.01 } } },
    ],
    ['an object to wait for', ['tasks=ready', 'ready.deploy=web'], 'ready', { deploy: 'web' }],
  ])('--set takes %s', async (_, set, task, inputs) => {
    const entries = entriesOf(await render({ set: [...set, 'runner=job'] }));
    const { url, ...rest } = entries.find((entry) => entry.task === task)?.with ?? {};
    expect(rest).toEqual(inputs);
  });

  test.each<string[]>([
    ['majorMinor=0.13'],
    ['autoXAdditionalValues.a.b=c'],
    ['global.anything=1'],
    ['http.allowInitialErrors=true'],
    ['slack.method=POST'],
    ['iter8Image=iter8/iter8:1.0'],
    ['logLevel=debug'],
    ['serviceAccountName=mine'],
    ['resources.limits.cpu=1,resources.limits.memory=1Gi'],
    ['resources.limits.memory=null'],
    ['http.if=SLOs()', 'http.when=always'],
  ])('%s is a value that old and new command lines may have', async (...set) => {
    await expect(render({ set: [...http, ...set, 'runner=job'] })).resolves.not.toEqual([]);
  });

  test.each<[set: string, names: RegExp]>([
    ['http.qqps=5', /'\/http': additional properties 'qqps'/],
    ['tasks={htpt}', /'\/tasks\/0': 'htpt' does not match pattern '.*http/],
    ['tasks=htpt', /'\/tasks': 'htpt'/],
    ['tasks={http,asess}', /'\/tasks\/1': 'asess'/],
    ['tasks={}', /'\/tasks\/0'/],
    ['tasks=null', /tasks/],
    ['runer=job', /additional properties 'runer'/],
    ['runner=jobs', /'\/runner': 'jobs'/],
    ['runner=cronjob', /cronjobSchedule: missing.*--set cronjobSchedule=/],
    ['cronjobSchedule=hourly', /'\/cronjobSchedule': value must be 'a cron schedule/],
    ['failJobOn=slo', /'\/failJobOn': 'slo'/],
    ['logLevel=verbose', /'\/logLevel': 'verbose'/],
    ['image.name=x', /'\/image': additional properties 'name'/],
    ['image.pullPolicy=Sometimes', /'\/image\/pullPolicy': 'Sometimes'/],
    ['image=iter8/iter8:1', /'\/image': got string, want/],
    ['resources.limit.cpu=1', /'\/resources': additional properties 'limit'/],
    ['tolerations[0].efect=NoExecute', /'\/tolerations\/0': additional properties 'efect'/],
    ['env[0].value=x', /'\/env\/0': missing property 'name'/],
    ['env[0].name=X,env[0].valueFrom.secretRef=y', /'\/env\/0\/valueFrom': additional properties 'secretRef'/],
    ['affinity.node=x', /'\/affinity': additional properties 'node'/],
    ['activeDeadlineSeconds=0', /'\/activeDeadlineSeconds': minimum: got 0, want 1/],
    ['activeDeadlineSeconds=0.5', /activeDeadlineSeconds: 0.5 is not allowed; give a whole number, at least 1/],
    ['activeDeadlineSeconds=1e30', /activeDeadlineSeconds: 1e30 is not allowed; give .* at most 2147483647/],
    ['activeDeadlineSeconds=99999999999', /'\/activeDeadlineSeconds': maximum/],
    ['runAsUser=0.0', /runAsUser: 0.0 is not allowed; give a whole number, at least 1/],
    ['ttlSecondsAfterFinished=never', /'\/ttlSecondsAfterFinished': value must be 'a whole number/],
    ['suspend=maybe', /'\/suspend': value must be 'true or false'/],
    ['iter8Image=iter8/iter8:0.13', /iter8Image: iter8\/iter8:0.13 is of the 0.13 line/],
    ['assess=null', /assess.SLOs: missing: give the objectives/],
    ['http.url=null', /http.url: missing: give the address/],
    ['nodeSelector.a.b=c', /'\/nodeSelector\/a': got object/],
    ['http.qps=many', /'\/http\/qps': value must be 'a number, at most 1000000'/],
    ['http.qps=2000000', /'\/http\/qps': maximum: got 2/],
    ['http.numRequests=0', /'\/http\/numRequests': minimum: got 0, want 1/],
    ['http.numRequests=-0.5', /'\/http\/numRequests': value must be 'a whole number, at least 1/],
    ['http.duration=30', /'\/http\/duration': value must be 'a duration such as 300ms, 30s or 1h30m'/],
    ['http.timeout=soon', /'\/http\/timeout': value must be 'a duration/],
    ['http.url=localhost:8080', /'\/http\/url': value must be 'a URL such as http:/],
    ['http.method=GE T', /'\/http\/method': value must be 'an HTTP method/],
    ['http.headers.A=two\nlines', /'\/http\/headers\/A': value must be 'one line of text without control characters'/],
    ['http.payloadStr={a}', /'\/http\/payloadStr': got array, want/],
    ['http.arrival=never', /'\/http\/arrival': 'never'/],
    ['http.percentiles={50,101}', /'\/http\/percentiles\/1': maximum: got 101, want 100/],
    ['http.percentiles=half', /'\/http\/percentiles': value must be 'a number, above 0/],
    ['http.errorRanges[0].lowest=5', /'\/http\/errorRanges\/0': additional properties 'lowest'/],
    ['http.errorRanges=500', /'\/http\/errorRanges': got number, want/],
    ['http.followRedirects=perhaps', /'\/http\/followRedirects': value must be 'true or false'/],
    ['http.tls.insecur=true', /'\/http\/tls': additional properties 'insecur'/],
    ['http.endpoints.get.ulr=x', /'\/http\/endpoints\/get': additional properties 'ulr'/],
    ['http.endpoints=x', /'\/http\/endpoints': got string/],
    ['http.when=sometimes', /'\/http\/when': 'sometimes'/],
    ['assess.SLO.upper.http/error-count=0', /'\/assess': additional properties 'SLO'/],
    ['assess.SLOs.uper.http/error-count=0', /'\/assess\/SLOs': additional properties 'uper'/],
    ['assess.SLOs.upper.http/error-count=few', /'\/assess\/SLOs\/upper\/http~1error-count': value must be 'a number'/],
    ['ready.deployment=web', /'\/ready': additional properties 'deployment'/],
    ['ready.timeout=60', /'\/ready\/timeout': value must be 'a duration/],
    ['ready.objects[0].name=x', /'\/ready\/objects\/0': missing properties/],
    ['qps=5', /additional properties 'qps'/],
  ])('helm refuses --set %s, and names it', async (set, names) => {
    const { code, stderr } = await template({ set: [...judged, set] });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(names);
  });

  test('what helm says of a wrong URL does not show the credentials in it', async () => {
    const { code, stderr } = await template({ set: [...judged, 'http.url=ftp://me:c4n4ry@h/'] });
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('c4n4ry');
  });

  test('a file that --set-file would spoil is refused', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iter8-file-'));
    const file = path.join(folder, 'image.png');
    const read = async (content: Uint8Array) => {
      writeFileSync(file, content);
      return template({ set: http, args: ['--set-file', `http.payloadStr=${file}`] });
    };
    const bytes = await read(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    const text = await read(Buffer.from('\\ufffd \ufffd'));
    rmSync(folder, { recursive: true });
    expect([bytes.code, bytes.stderr]).toEqual([1, expect.stringContaining('a value is not text in UTF-8')]);
    expect(text.code).toBe(0);
  });

  test('tasks have to be named', async () => {
    expect((await template({ set: ['runner=job'] })).stderr).toContain("missing property 'tasks'");
  });

  test('a name that Kubernetes would refuse is refused before it is tried', async () => {
    const release = 'x'.repeat(53);
    const { stderr } = await template({ release, set: [...http, 'runner=cronjob', 'cronjobSchedule=@daily'] });
    expect(stderr).toContain('the name of the release is too long');
  });
});
