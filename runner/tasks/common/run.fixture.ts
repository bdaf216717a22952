// Runs all steps of a task with a load engine of the test's own, until one fails.
import type { Note } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';
import type {
  Capabilities,
  Emit,
  LoadEngine,
  LoadOutcome,
  LoadRequest,
  Measurement,
  Progress,
  Step,
  Task,
} from '../../model/task.ts';

type Watch = Parameters<LoadEngine['run']>[1];
export type Engine<R extends LoadRequest> = (request: R, watch: Watch) => Promise<LoadOutcome>;

export async function runWith<I, R extends LoadRequest>(
  task: Pick<Task<I>, 'run'> & { expand(inputs: I): Step[] },
  inputs: I,
  engine: Engine<R>,
  more: Partial<Capabilities> = {},
) {
  const seen = {
    requests: [] as R[],
    downloads: [] as string[],
    measurements: [] as Measurement[],
    notes: [] as Note[],
    progress: [] as Progress[],
    logged: [] as string[],
    error: undefined as unknown,
  };
  const emit: Emit = {
    progress: (progress) => seen.progress.push(progress),
    note: (note) => seen.notes.push(note),
    measurement: (measurement) => seen.measurements.push(measurement),
    slos: () => [],
    metrics: () => {},
  };
  const say = (message: string) => seen.logged.push(message);
  const capabilities: Capabilities = {
    clock: { now: () => 0, sleep: async () => {} },
    files: {
      read: async (path) => {
        throw new Iter8Error('FILE_READ', `${path} is not there`);
      },
    },
    download: async (url) => {
      seen.downloads.push(url);
      return new TextEncoder().encode(`content of ${url}`);
    },
    reflect: () => Promise.reject(new Error('no reflection here')),
    load: {
      run: (request, watch) => {
        seen.requests.push(request as R);
        return engine(request as R, watch);
      },
    },
    cluster: () => Promise.reject(new Error('no cluster here')),
    secret: () => '',
    scratch: new Map(),
    signal: new AbortController().signal,
    log: { debug: say, info: say, warn: say, error: say },
    verdicts: () => [],
    ...more,
  };
  try {
    for (const step of task.expand(inputs)) await task.run(step, capabilities, emit);
  } catch (error) {
    seen.error = error;
  }
  return seen;
}
