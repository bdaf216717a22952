// One loop of an experiment on this machine: everything the engine is handed comes together here.
import { createHash, randomUUID } from 'node:crypto';
import { expandEntries } from '../../experiment/expand.ts';
import { runLoop } from '../../experiment/loop.ts';
import type { LoopEvents } from '../../experiment/loop-options.ts';
import { resolveSecrets } from '../../experiment/secrets.ts';
import type { Details, Document, TaskEntry } from '../../model/document.ts';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import { type ExitCode, exitCodes } from '../../model/exit-codes.ts';
import { createRedactor, type Redactor } from '../../model/redactor.ts';
import type { Store } from '../../model/store.ts';
import { sizeOf, toYaml } from '../../store/to-yaml.ts';
import { registry } from '../../tasks/registry.ts';
import { build } from '../build.ts';
import type { Call } from '../command.ts';
import { documentName } from '../document-file.ts';
import { createProgressView } from '../terminal/progress.ts';
import { type SecretLookup, secretLookup } from './secrets.ts';
import { worldOf } from './world.ts';

interface Execution {
  store: Store;
  entries: readonly TaskEntry[];
  document?: Document; // a result to add a loop to
}

export async function execute(call: Call, { store, entries, document }: Execution): Promise<ExitCode> {
  const { context, log } = call;
  const redactor = createRedactor();
  log.redactWith(redactor);
  const secret = registering(await secretLookup(context), redactor);
  for (const entry of entries) resolveSecrets(entry.with, secret, entry.task); // one that is missing is told before anything runs
  const steps = expandEntries(entries, registry);
  const { close, ...world } = worldOf(context);
  let unsaved: Document | undefined;
  try {
    const ended = await runLoop({
      document,
      entries,
      steps,
      registry,
      capabilities: { ...world, secret, scratch: new Map(), signal: context.signal, log },
      save: (state) => store.write(state),
      sizeOf,
      redactor,
      identity: identityOf(entries, document),
      iter8Version: build().version,
      events: {
        ...showing(call),
        unsaved: (last) => {
          unsaved = last;
        },
      },
    });
    return conclude(ended, call);
  } catch (error) {
    if (unsaved !== undefined) print(unsaved, call);
    if (unsaved === undefined || !(error instanceof Iter8Error)) throw error;
    throw new Iter8Error('UNSAVED', `the result could not be saved: ${messageOf(error)}`, { cause: error });
  } finally {
    call.screen.status('');
    await close();
  }
}

// Each launch is an experiment of its own; what was edited is another one, too.
function identityOf(entries: readonly TaskEntry[], document: Document | undefined): Details['identity'] {
  const spec = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 32);
  return { owner: document?.details?.identity.owner ?? randomUUID(), spec };
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
function print(document: Document, { flags, log, screen }: Call): void {
  const text = toYaml(document);
  log.write('error', `${documentName} cannot be written: this is what it was to hold`, { document: text });
  if (flags.text('log-format') !== 'json') screen.line(text.trimEnd());
}

function conclude({ details }: Document, { log }: Call): ExitCode {
  if (details?.state === 'failed') throw new Iter8Error('STEP', 'the experiment failed');
  if (details?.state !== 'interrupted') return exitCodes.ok;
  log.warn(`interrupted: what was measured until then is kept in ${documentName}`);
  return exitCodes.interrupted;
}
