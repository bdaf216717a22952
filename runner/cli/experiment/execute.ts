// One loop of an experiment: everything the engine is handed comes together here.
import { createHash } from 'node:crypto';
import { expandEntries } from '../../experiment/expand.ts';
import { runLoop } from '../../experiment/loop.ts';
import type { LoopEvents } from '../../experiment/loop-options.ts';
import { checkSecrets } from '../../experiment/secrets.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Document, Note, TaskEntry } from '../../model/document.ts';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import { createRedactor, type Redactor } from '../../model/redactor.ts';
import type { Store } from '../../model/store.ts';
import { sizeOf, toYaml } from '../../store/to-yaml.ts';
import { registry } from '../../tasks/registry.ts';
import { build } from '../build.ts';
import type { Call } from '../command.ts';
import { createProgressView } from '../terminal/progress.ts';
import type { SecretLookup } from './secrets.ts';
import type { World } from './world.ts';

interface Execution {
  world: World; // closed at the end
  store: Pick<Store, 'write'>;
  where: string; // the result is kept, for messages
  entries: readonly TaskEntry[];
  lookup: SecretLookup;
  cluster(): Promise<Cluster>;
  document: Document | undefined; // what there is; of the same owner and spec, a loop is added to it
  owner: string;
  startTime?: string; // of a new result
  revision?: number;
  pod?: string;
  checkpointMs: number;
  notes?: readonly Note[];
  signal: AbortSignal;
}

export async function execute(call: Call, execution: Execution): Promise<Document> {
  const { log } = call;
  const {
    store,
    entries,
    cluster,
    owner,
    where,
    lookup,
    world: { close, ...world },
    ...rest
  } = execution;
  const redactor = createRedactor();
  log.redactWith(redactor);
  const secret = registering(lookup, redactor);
  checkSecrets(entries, secret);
  const steps = expandEntries(entries, registry);
  let unsaved: Document | undefined;
  try {
    return await runLoop({
      ...rest,
      entries,
      steps,
      registry,
      capabilities: { ...world, cluster: once(cluster), secret, scratch: new Map(), signal: execution.signal, log },
      save: (state) => store.write(state),
      sizeOf,
      redactor,
      identity: { owner, spec: printOf(entries) },
      iter8Version: build().version,
      events: {
        ...showing(call),
        unsaved: (last) => {
          unsaved = last;
        },
      },
    });
  } catch (error) {
    if (unsaved !== undefined) print(unsaved, where, call);
    if (unsaved === undefined || !(error instanceof Iter8Error) || error.code === 'SUPERSEDED') throw error;
    throw new Iter8Error('UNSAVED', `the result could not be saved: ${messageOf(error)}`, { cause: error });
  } finally {
    call.screen.status('');
    await close();
  }
}

export function printOf(entries: readonly TaskEntry[]): string {
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 32);
}

// What failed is tried again by the next one who asks.
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function registering(lookup: SecretLookup, redactor: Redactor): SecretLookup {
  return (key) => {
    const value = lookup(key);
    redactor.register(value);
    return value;
  };
}

function showing({ flags, log, screen }: Call): LoopEvents {
  const view = createProgressView(screen, log, { bar: screen.live && flags.text('log-format') !== 'json' });
  return {
    step: (_, { name, state }) => (state === 'running' ? view.step(name) : view.end()),
    progress: (_, progress) => view.update(progress),
  };
}

// Where the result cannot be kept, the log is the only place left.
function print(document: Document, where: string, { flags, log, screen }: Call): void {
  const text = toYaml(document);
  log.write('error', `${where} cannot be written: this is what it was to hold`, { document: text });
  if (flags.text('log-format') !== 'json') screen.line(text.trimEnd());
}
