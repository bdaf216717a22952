// Which context of a kubeconfig is meant, and what it names.
import { Iter8Error } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import type { Entry, Kubeconfig } from './kubeconfig.ts';

interface Chosen {
  context: Entry;
  cluster: Entry | undefined;
  user: Entry | undefined;
}

// Nothing where no context is chosen at all.
export function chooseContext(config: Kubeconfig, wanted: string | undefined): Chosen | undefined {
  const name = wanted || config.currentContext;
  if (name === '') return undefined;
  const context = find(config.contexts, name);
  if (context === undefined) {
    const said = wanted ? '' : ', though it is the current one';
    throw wrong(
      config,
      `there is no context "${name}"${said}; ${namesOf(config.contexts, 'contexts')}`,
      name,
      config.contexts,
    );
  }
  const part = (field: 'cluster' | 'user', list: Entry[]): Entry | undefined => {
    const named = context.fields[field] ?? '';
    if (named === '') return undefined;
    const found = find(list, String(named));
    if (found !== undefined) return found;
    throw wrong(
      config,
      `the context "${name}" is of the ${field} "${named}", which is not there; ${namesOf(list, `${field}s`)}`,
    );
  };
  return { context, cluster: part('cluster', config.clusters), user: part('user', config.users) };
}

export function namesOf(entries: readonly Entry[], what: string): string {
  return entries.length === 0 ? `there are no ${what}` : `there are: ${entries.map(({ name }) => name).join(', ')}`;
}

function find(entries: readonly Entry[], wanted: string): Entry | undefined {
  return entries.find(({ name }) => name === wanted);
}

function wrong({ files }: Kubeconfig, what: string, name = '', known: readonly Entry[] = []): Iter8Error {
  const hint =
    name === ''
      ? ''
      : didYouMean(
          name,
          known.map((entry) => entry.name),
        );
  return new Iter8Error('KUBECONFIG', `${files.join(', ') || 'no kubeconfig'}: ${what}${hint}`);
}
