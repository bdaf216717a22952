// What the service of an endpoint looks like: from .proto texts, a protoset, or the server itself.
import { Iter8Error } from '../../model/errors.ts';
import type { ReflectedServer } from '../../model/task.ts';
import { describeSet } from '../../proto/describe-set.ts';
import { describeTexts } from '../../proto/describe-texts.ts';
import type { Descriptors } from '../../proto/descriptors.ts';
import type { Outcome } from '../../proto/outcome.ts';
import type { EndpointPlan, TypesPlan } from './plan.ts';
import { readSource, type Sources, textOf } from './read.ts';

// The server is asked only where nothing else is given; `server` says who and how.
export async function readTypes(
  { types, call }: EndpointPlan,
  sources: Sources,
  server: () => Promise<ReflectedServer>,
): Promise<Outcome<Descriptors>> {
  switch (types.kind) {
    case 'text':
      return at('proto', await describeTexts([{ name: 'proto', text: types.text }], imports(types, sources)));
    case 'proto':
      return readProto(types, sources);
    case 'protoset': {
      const bytes = await readSource(types.from, 'protoset', sources);
      return at('protoset', describeSet(bytes, nameOf(types.from)));
    }
    case 'reflection': {
      const service = serviceOf(call);
      return at('host', describeSet(await sources.reflect(await server(), service), 'what the server says of itself'));
    }
  }
}

async function readProto(
  types: Extract<TypesPlan, { kind: 'proto' }>,
  sources: Sources,
): Promise<Outcome<Descriptors>> {
  const name = nameOf(types.from);
  const { input } = types;
  const text = textOf(await readSource(types.from, input, sources));
  return at(input, await describeTexts([{ name, text }], imports(types, sources)));
}

// As ghz: the folder of the file, the working folder, and those that are given.
function imports(types: TypesPlan, { files }: Sources) {
  const file = types.kind === 'proto' && 'file' in types.from ? types.from.file : undefined;
  const given = types.kind === 'proto' ? types.importPaths : [];
  const folders = file === undefined ? [] : [folderOf(file), '.', ...given];
  return {
    folders: [...new Set(folders)],
    async read(path: string): Promise<string | undefined> {
      try {
        return textOf(await files.read(path));
      } catch (error) {
        if (error instanceof Iter8Error) return undefined;
        throw error;
      }
    },
  };
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash) || '/';
}

function serviceOf(call: string): string {
  return call.replace(/^\//, '').replace(/[./][^./]*$/, '');
}

function nameOf(source: Extract<TypesPlan, { kind: 'proto' }>['from']): string {
  if ('file' in source) return source.file;
  const last = source.url
    .replace(/[?#].*$/s, '')
    .split('/')
    .at(-1);
  return last === undefined || last === '' ? 'the page' : last;
}

function at<T>(input: string, outcome: Outcome<T>): Outcome<T> {
  if (outcome.problems === undefined) return outcome;
  return { problems: outcome.problems.map(({ path, message }) => ({ path: path === '' ? input : path, message })) };
}
