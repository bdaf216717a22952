import { registry } from './tasks.fixture.ts';
import { tasksFromValues } from './tasks-from-values.ts';

const from = (values: Record<string, unknown>) => tasksFromValues(values, registry);
const url = 'http://h/';
const slos = { SLOs: { upper: { 'http/latency-p99': { 9: '500' } } } };

test('tasks become entries in the order they are named', () => {
  expect(from({ tasks: ['http', 'assess'], http: { url, qps: '0.5' }, assess: slos })).toEqual({
    entries: [
      { task: 'http', with: { url, qps: 0.5 } },
      { task: 'assess', with: { SLOs: { upper: { 'http/latency-p99.9': 500 } } } },
    ],
    problems: [],
    warnings: [],
  });
});

test('one task needs no list', () => {
  expect(from({ tasks: 'http', http: { url } }).entries).toEqual([{ task: 'http', with: { url } }]);
});

test('a task that is named twice runs twice with the same inputs, and its problems are said once', () => {
  expect(from({ tasks: ['http', 'http'], http: { url } }).entries).toHaveLength(2);
  expect(from({ tasks: ['http', 'http'], http: { url, qqps: 1 } }).problems).toHaveLength(1);
});

test('if and when leave the inputs and become fields of the entry', () => {
  const { entries, problems } = from({ tasks: ['http'], http: { url, if: 'SLOs()', when: 'always' } });
  expect(entries).toEqual([{ task: 'http', with: { url }, if: 'SLOs()', when: 'always' }]);
  expect(problems).toEqual([]);
});

test('defaults are left to the task', () => {
  expect(from({ tasks: ['http'], http: { url } }).entries[0]?.with).not.toHaveProperty('numRequests');
});

test.each<[values: Record<string, unknown>, path: string, message: string]>([
  [{}, 'tasks', 'missing: name the tasks to run, as in --set "tasks={http,assess}"'],
  [{ tasks: [''] }, 'tasks', 'missing: name the tasks to run, as in --set "tasks={http,assess}"'],
  [{ tasks: [] }, 'tasks', 'missing: name the tasks to run, as in --set "tasks={http,assess}"'],
  [{ tasks: null }, 'tasks', 'missing: name the tasks to run, as in --set "tasks={http,assess}"'],
  [{ tasks: ['http', 'htpt'], http: { url } }, 'tasks[1]', 'unknown task htpt; did you mean http?'],
  [{ tasks: ['wood'] }, 'tasks[0]', 'unknown task wood; available are http, assess'],
  [{ tasks: ['grpc'] }, 'tasks[0]', 'the task grpc is not available here; available are http, assess'],
  [{ tasks: [5] }, 'tasks[0]', 'unknown task 5; available are http, assess'],
  [{ tasks: ['constructor'] }, 'tasks[0]', 'unknown task constructor; available are http, assess'],
  [
    { tasks: [{ http: {} }] },
    'tasks[0]',
    'a map is not allowed; give a text that is not empty; in --set a dot in a name is written \\.',
  ],
  [{ tasks: ['http', ''], http: { url } }, 'tasks[1]', '"" is not allowed; give a text that is not empty'],
  [{ tasks: ['http'] }, 'http.url', 'missing: say where to'],
  [
    { tasks: ['http'], http: { url: 'nowhere' } },
    'http.url',
    '"nowhere" is not allowed; give a URL such as http://host:8080/path; did you mean http://nowhere?',
  ],
  [
    { tasks: ['http'], http: 5 },
    'http',
    '5 is not allowed; give inputs by name: url, headers, numRequests, qps, duration, payloadStr, …',
  ],
  [
    { tasks: ['http'], http: { url, when: 'allways' } },
    'http.when',
    '"allways" is not allowed; give success, failure or always; did you mean always?',
  ],
  [{ tasks: ['assess'] }, 'assess.SLOs', 'missing: what must hold'],
  [{ tasks: ['http'], http: { url }, url }, 'url', 'unknown value; did you mean http.url?'],
  [{ tasks: ['http'], http: { url }, runer: 'job' }, 'runer', 'unknown value; did you mean runner?'],
  [{ tasks: ['http'], http: { url }, __proto__x: 1 }, '__proto__x', 'unknown value'],
  [
    { tasks: ['http'], http: { url }, runner: 'jobs' },
    'runner',
    '"jobs" is not allowed; give job, cronjob or none; did you mean job?',
  ],
  [
    { tasks: ['http'], http: { url }, cronjobSchedule: 'often' },
    'cronjobSchedule',
    '"often" is not allowed; give a cron schedule such as "*/5 * * * *"',
  ],
])('%j: %s', (values, path, message) => {
  expect(from(values).problems).toEqual([{ path, message }]);
});

test('problems of all tasks and values are said together', () => {
  const { problems } = from({ tasks: ['http', 'asess'], http: { qqps: 5, numRequests: -1 }, nope: 1 });
  expect(problems.map(({ path }) => path)).toEqual(['tasks[1]', 'http.qqps', 'http.numRequests', 'http.url', 'nope']);
});

test('every value that 0.13 knows is accepted', () => {
  const values = {
    tasks: ['http'],
    http: { url },
    runner: 'cronjob',
    cronjobSchedule: '*/1 * * * *',
    iter8Image: 'iter8/iter8:0.13',
    logLevel: 'info',
    serviceAccountName: 'mine',
    resources: { limits: { cpu: 1 } },
    majorMinor: 0.13,
    global: { anything: true },
    autoXAdditionalValues: { foo: 'bar' },
  };
  expect(from(values)).toMatchObject({ problems: [], warnings: [] });
});

test('inputs of a task that is not among the tasks are ignored, with a word about it', () => {
  const { problems, warnings } = from({ tasks: ['http'], http: { url }, assess: slos, slack: { method: 'POST' } });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    'assess has inputs and is not among the tasks: they are ignored',
    'slack has inputs and is not among the tasks: they are ignored',
  ]);
});
