// What a document has to look like to be one of ours or of the 0.13 line; unknown fields are left alone.
import { isMap } from '../model/maps.ts';

type Check = (value: unknown, path: string, report: Report) => void;
type Report = (path: string, message: string) => void;

const string = kind('a string', (value) => typeof value === 'string');
const number = kind('a number', (value) => typeof value === 'number');
const boolean = kind('true or false', (value) => typeof value === 'boolean');
const anything: Check = () => {};

function kind(name: string, is: (value: unknown) => boolean): Check {
  return (value, path, report) => {
    if (!is(value)) report(path, `must be ${name}, not ${describe(value)}`);
  };
}

function list(of: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report(path, `must be a list, not ${describe(value)}`);
    else for (const [i, item] of value.entries()) of(item, `${path}[${i}]`, report);
  };
}

function map(of: Check): Check {
  return (value, path, report) => {
    if (!isMap(value)) report(path, `must be a map, not ${describe(value)}`);
    else for (const [key, item] of Object.entries(value)) of(item, join(path, key), report);
  };
}

function fields(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, path, report) => {
    if (!isMap(value)) return report(path, `must be a map, not ${describe(value)}`);
    for (const [key, check] of Object.entries(required)) {
      if (!Object.hasOwn(value, key)) report(join(path, key), 'is missing');
      else check(value[key], join(path, key), report);
    }
    for (const [key, check] of Object.entries(optional)) {
      if (Object.hasOwn(value, key) && value[key] !== null) check(value[key], join(path, key), report);
    }
    return undefined;
  };
}

const settings = { if: string, when: string };

const specEntry: Check = (value, path, report) => {
  if (isMap(value) && value.task === undefined && value.run === undefined) {
    report(path, 'has neither `task` nor `run`');
  }
  fields({}, { ...settings, task: string, run: string, with: map(anything) })(value, path, report);
};

const slos = fields({}, { upper: list(slo), lower: list(slo) });
const satisfied = fields({}, { upper: list(list(boolean)), lower: list(list(boolean)) });

function slo(value: unknown, path: string, report: Report): void {
  fields({ metric: string, limit: number })(value, path, report);
}

const metricInfo = fields({ type: string }, { description: string, units: string });

const insights = fields(
  { numVersions: number },
  {
    versionNames: list(fields({}, { version: string, track: string })),
    metricsInfo: map(metricInfo),
    nonHistMetricValues: list(map(list(number))),
    histMetricValues: list(map(list(fields({ lower: number, upper: number, count: number })))),
    SummaryMetricValues: list(map(list(number))),
    SLOs: slos,
    SLOsSatisfied: satisfied,
  },
);

const result = fields(
  { startTime: string, numLoops: number, numCompletedTasks: number, failure: boolean },
  { iter8Version: string, revision: number, insights },
);

const failure = fields({ message: string }, { code: string, fix: string });
const progress = fields(
  { done: number, elapsedMs: number },
  { total: number, totalMs: number, rate: number, errors: number, text: string },
);
const step = fields({ name: string, title: string, state: string }, { error: failure, reason: string, progress });
const value = fields({ value: number }, { atLeast: string, doubtful: string });
const verdict = fields({ metric: string, kind: string, limit: number, version: number, verdict: string });
const perWindow = list((value, path, report) => value === null || number(value, path, report));
const course = fields({ everyMs: number, sent: list(number), errors: list(number), p50: perWindow, p99: perWindow });
const load = fields({ provider: string, version: number, partial: boolean, target: string }, { course });
const note = fields({ kind: string, subject: string, message: string }, { hint: string });

const details = fields(
  {
    format: number,
    identity: fields({ owner: string, spec: string }),
    state: string,
    loop: number,
    tasks: list(fields({ task: string, with: map(anything) }, settings)),
    steps: list(step),
    loops: list(number),
    gaps: map(list(number)),
    ourMetrics: map(metricInfo),
    current: list(map(value)),
    verdicts: list(verdict),
    loads: list(load),
    notes: list(note),
  },
  { asOf: string, pods: list(fields({ loop: number, pod: string })) },
);

export const checkDocument: Check = fields({ spec: list(specEntry) }, { result, details });

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
