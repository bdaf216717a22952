// What the steps of one loop measured so far.
import type { Course, StoredLoad } from '../model/document.ts';
import { packHistogram } from '../model/histogram.ts';
import { type LoadMeasurement, mergeLoads } from '../model/measurement.ts';
import type { Metric } from '../model/metric.ts';
import type { Measurement, Task } from '../model/task.ts';
import { createCourse } from './course.ts';

export interface Observations {
  measurement(step: number, task: Task, measurement: Measurement, now: number): void;
  metrics(step: number, version: number, metrics: Metric[]): void;
  // Derives what has to be derived; what a task's metricsOf throws comes out here.
  derive(): void;
  perVersion(versions: number): Metric[][];
  loads(): StoredLoad[];
}

interface Source {
  task: Task;
  parts: Map<number, Measurement>; // by step: the same provider may be measured by several
  course: ReturnType<typeof createCourse>; // of the last of them
  merged?: Measurement | undefined;
  metrics?: Metric[] | undefined;
}

const unfinished = 'the load was not finished: this is of what was measured until then';

export function createObservations(): Observations {
  const sources = new Map<string, Source>();
  const own = new Map<string, { version: number; metrics: Map<string, Metric> }>();

  const mergedOf = (source: Source): Measurement => {
    source.merged ??= merge([...source.parts.values()]);
    return source.merged;
  };
  const derive = (source: Source): Metric[] => {
    if (source.metrics !== undefined) return source.metrics;
    source.metrics = []; // what fails once is not asked again
    const merged = mergedOf(source);
    const metrics = source.task.metricsOf(merged);
    source.metrics = merged.partial ? metrics.map(asUnfinished) : metrics;
    return source.metrics;
  };
  return {
    measurement(step, task, measurement, now) {
      const key = `${measurement.version} ${measurement.provider}`;
      const before = sources.get(key);
      const course = before?.parts.has(step) ? before.course : createCourse();
      course.add(measurement.load, now, !measurement.partial);
      const parts = before?.parts ?? new Map<number, Measurement>();
      sources.set(key, { task, parts: parts.set(step, measurement), course });
    },
    metrics(step, version, metrics) {
      const key = `${step} ${version}`;
      const kept = own.get(key)?.metrics ?? new Map<string, Metric>();
      for (const metric of metrics) kept.set(metric.name, metric);
      own.set(key, { version, metrics: kept });
    },
    derive() {
      for (const source of sources.values()) derive(source);
    },
    perVersion(versions) {
      const lists: Metric[][] = Array.from({ length: versions }, () => []);
      const at = (version: number): Metric[] => {
        while (lists.length <= version) lists.push([]);
        return lists[version] ?? [];
      };
      for (const source of sources.values()) at(mergedOf(source).version).push(...derive(source));
      for (const { version, metrics } of own.values()) at(version).push(...metrics.values());
      return lists;
    },
    loads: () => [...sources.values()].map((source) => store(mergedOf(source), source.course.course())),
  };
}

function merge(parts: readonly Measurement[]): Measurement {
  const last = parts.at(-1);
  if (last === undefined) throw new Error('there is nothing to merge');
  if (parts.length === 1) return last;
  const requests = sum(parts.map(({ asked }) => asked.requests));
  const durationMs = sum(parts.map(({ asked }) => asked.durationMs));
  const { qps, connections } = last.asked;
  return {
    ...last,
    load: mergeLoads(parts.map(({ load }) => load)),
    partial: parts.some(({ partial }) => partial),
    asked: {
      qps,
      connections,
      ...(requests === undefined ? {} : { requests }),
      ...(durationMs === undefined ? {} : { durationMs }),
    },
  };
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total + value), 0);
}

// Enough to show a violation, never enough to show that a limit holds.
function asUnfinished(metric: Metric): Metric {
  if (metric.type === 'Histogram' || metric.type === 'Summary' || metric.doubtful !== undefined) return metric;
  return { ...metric, doubtful: unfinished };
}

function store({ provider, version, partial, target, asked, load }: Measurement, course?: Course): StoredLoad {
  return { provider, version, partial, target, asked, ...packed(load), ...(course === undefined ? {} : { course }) };
}

function packed(load: LoadMeasurement): Omit<StoredLoad, 'provider' | 'version' | 'partial' | 'target' | 'asked'> {
  const { streams, ...rest } = load;
  return {
    ...rest,
    latency: packHistogram(load.latency),
    bounds: packHistogram(load.bounds),
    service: packHistogram(load.service),
    lag: packHistogram(load.lag),
    ...(streams === undefined ? {} : { streams: { ...streams, firstMessage: packHistogram(streams.firstMessage) } }),
  };
}
