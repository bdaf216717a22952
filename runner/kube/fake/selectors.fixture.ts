// Label and field selectors, as far as the API server takes them.
import { KubeError, type KubeObject, type ResourceType, type Selection } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';

type Test = (object: KubeObject) => boolean;

export function selector(type: ResourceType, { namespace, labels = '', fields = '' }: Selection): Test {
  const tests = [...requirements(labels).map(labelTest), ...split(fields).map((term) => fieldTest(type, term))];
  return (object) =>
    (namespace === undefined || (object.metadata.namespace ?? '') === namespace) && tests.every((test) => test(object));
}

// At commas, but for those of a list in brackets.
function requirements(text: string): string[] {
  return text.split(/,(?![^(]*\))/).flatMap((term) => (term.trim() === '' ? [] : [term.trim()]));
}

function split(text: string): string[] {
  return text.split(',').flatMap((term) => (term.trim() === '' ? [] : [term.trim()]));
}

const label = '[A-Za-z0-9_./-]+';

function labelTest(term: string): Test {
  const of = (key: string) => (object: KubeObject) => object.metadata.labels?.[key];
  const exists = new RegExp(`^(!?)\\s*(${label})$`).exec(term);
  if (exists !== null) {
    const value = of(exists[2] ?? '');
    return (object) => (value(object) === undefined) === (exists[1] === '!');
  }
  const equal = new RegExp(`^(${label})\\s*(!=|==?)\\s*([A-Za-z0-9_.-]*)$`).exec(term);
  if (equal !== null) {
    const value = of(equal[1] ?? '');
    return (object) => (value(object) === equal[3]) !== (equal[2] === '!=');
  }
  const set = new RegExp(`^(${label})\\s+(in|notin)\\s*\\(([^)]*)\\)$`).exec(term);
  if (set !== null) {
    const value = of(set[1] ?? '');
    const values = split(set[3] ?? '');
    return (object) => values.includes(value(object) ?? '\0') === (set[2] === 'in');
  }
  throw new KubeError(400, 'BadRequest', `unable to parse requirement: ${term}`);
}

const selectable: Record<string, readonly string[]> = {
  pods: ['spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'status.phase', 'status.podIP'],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'type',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
  ],
  jobs: ['status.successful'],
  secrets: ['type'],
};

function fieldTest({ resource }: ResourceType, term: string): Test {
  const [, path = '', operator, wanted] = /^([A-Za-z.]+)\s*(!=|==?)(.*)$/.exec(term) ?? [];
  if (![...(selectable[resource] ?? []), 'metadata.name', 'metadata.namespace'].includes(path))
    throw new KubeError(400, 'BadRequest', `field label not supported: ${path === '' ? term : path}`);
  return (object) => {
    const value = path.split('.').reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), object);
    return (String(value ?? '') === wanted) !== (operator === '!=');
  };
}
