// The values of the chart as groups. A group that is wrong is left out and told; the others work on.
import { isMap } from '../model/maps.ts';
import { type ConfigProblem, leaveOutDoubles } from './doubles.ts';
import type { ArgoPlace, Group, Release } from './group.ts';
import { isChartVersion, type NameKind, wrongName } from './names.ts';

export interface Config {
  groups: readonly Group[];
  problems: readonly ConfigProblem[];
  leftOut: ReadonlySet<string>; // names of groups that are wrong: what runs for them is left alone
  isWhole: boolean; // false: there may be groups that nobody could read
  argocd: ArgoPlace;
  owner: string; // the name that marks what is this AutoX's; with Argo CD, of the Secret that owns the Applications
  installer: string;
  helm: HelmPlace;
}

// What Jobs that run helm need.
export interface HelmPlace {
  image: string;
  serviceAccountName: string;
  imagePullSecrets: readonly { name: string }[];
  nodeSelector: Readonly<Record<string, string>>;
}

interface Tools {
  parseYaml(text: string): unknown; // throws
}

type Values = Record<string, unknown>;
type Tell = (path: string, message: string) => void;

const fallback: ArgoPlace = { namespace: 'argocd', project: 'default', server: 'https://kubernetes.default.svc' };

const forms = [
  { list: 'groups', rule: 'version' },
  { list: 'chartGroups', rule: 'any-change' },
] as const;

export function readConfig(values: Values, tools: Tools): Config {
  const problems: ConfigProblem[] = [];
  const argocd = argocdOf(values.argocd, fallback);
  const read: { path: string; group: Group }[] = [];
  let isWhole = true;
  for (const { list, rule } of forms) {
    const given = values[list] ?? {};
    if (!isMap(given)) {
      problems.push({ group: '', path: list, message: 'it has to be a map of groups', trigger: undefined });
      isWhole = false;
      continue;
    }
    for (const [name, fields] of Object.entries(given)) {
      if (fields === null) continue;
      const path = `${list}.${name}`;
      const before = problems.length;
      const trigger = isMap(fields) ? triggerOf(fields.trigger, path, () => {}) : undefined;
      const tell: Tell = (at, message) => problems.push({ group: name, path: at, message, trigger });
      const common = { name, rule, requireLabel: isTrue(values.requireLabel) };
      const rest = readGroup({ name, path, fields, argocd, repoURL: textOf(values.defaultRepoURL) }, tools, tell);
      if (rest !== undefined && problems.length === before) read.push({ path, group: { ...common, ...rest } });
    }
  }
  const groups = leaveOutDoubles(read, problems);
  return {
    groups,
    problems,
    leftOut: new Set(problems.flatMap(({ group }) => (group === '' ? [] : [group]))),
    isWhole,
    argocd,
    owner: textOf(isMap(values.owner) ? values.owner.name : undefined) ?? 'autox',
    installer: textOf(values.installer) ?? 'argocd',
    helm: helmOf(isMap(values.helm) ? values.helm : {}),
  };
}

interface Given {
  name: string;
  path: string;
  fields: unknown;
  argocd: ArgoPlace;
  repoURL: string | undefined;
}

function readGroup(
  { name, path, fields, argocd, repoURL }: Given,
  tools: Tools,
  tell: Tell,
): Pick<Group, 'trigger' | 'argocd' | 'releases'> | undefined {
  if (!isMap(fields)) return void tell(path, 'it has to be a map with a trigger and specs');
  const trigger = triggerOf(fields.trigger, `${path}.trigger`, tell);
  const specs = specsOf(fields, path, tell);
  if (trigger === undefined || specs === undefined) return undefined;
  const releases = specs.flatMap(({ key, at, spec }) => {
    const said = { name: `autox-${name}-${key}`, at, spec, namespace: trigger.namespace, repoURL };
    return releaseOf(said, tools, tell) ?? [];
  });
  return { trigger, argocd: argocdOf(fields.argocd, argocd), releases };
}

function triggerOf(given: unknown, path: string, tell: Tell): Group['trigger'] | undefined {
  if (!isMap(given)) return void tell(path, 'missing: give name, namespace, group, version and resource');
  const read = (field: string, kind: NameKind) => {
    const text = textOf(given[field]);
    if (text === undefined) return void tell(`${path}.${field}`, 'missing');
    return named(text, kind, `${path}.${field}`, tell);
  };
  const trigger = {
    group: textOf(given.group) === undefined ? '' : read('group', 'group'),
    version: read('version', 'version'),
    resource: read('resource', 'resource'),
    namespace: read('namespace', 'namespace'),
    name: read('name', 'object'),
  };
  const { group, version, resource, namespace, name } = trigger;
  if (group === undefined || version === undefined || resource === undefined) return undefined;
  if (namespace === undefined || name === undefined) return undefined;
  return { group, version, resource, namespace, name };
}

interface Spec {
  key: string; // the last part of the release's name
  at: string;
  spec: Values;
}

// The older form has a list, where the name of the chart is that of the spec.
function specsOf(fields: Values, path: string, tell: Tell): Spec[] | undefined {
  const isList = fields.releaseSpec !== undefined && fields.releaseSpec !== null;
  const at = `${path}.${isList || path.startsWith('chartGroups.') ? 'releaseSpec' : 'specs'}`;
  const given = isList ? fields.releaseSpec : fields.specs;
  if (typeof given !== 'object' || given === null || Object.keys(given).length === 0)
    return void tell(at, 'missing: give at least one chart to install');
  return Object.entries(given).flatMap(([key, spec]: [string, unknown]) => {
    const place = isList ? `${at}[${key}]` : `${at}.${key}`;
    if (spec === null) return [];
    if (isMap(spec)) return [{ key: isList ? (textOf(spec.name) ?? key) : key, at: place, spec }];
    tell(place, 'it has to be a map with name, version and values');
    return [];
  });
}

interface Said {
  name: string;
  at: string;
  spec: Values;
  namespace: string;
  repoURL: string | undefined;
}

function releaseOf({ name, at, spec, namespace, repoURL }: Said, tools: Tools, tell: Tell): Release | undefined {
  const chart = textOf(spec.name);
  if (chart === undefined) tell(`${at}.name`, 'missing: it is the name of the chart');
  const from = textOf(spec.repoURL) ?? repoURL;
  if (from === undefined) tell(`${at}.repoURL`, 'missing: give the address of the Helm repository');
  const version = textOf(spec.version) ?? '*';
  if (!isChartVersion(version))
    tell(
      `${at}.version`,
      `${JSON.stringify(version)} is no version of a chart; 1.2.3, or a range such as ~1.2, is one`,
    );
  named(name, 'release', at, tell);
  const into = textOf(spec.namespace) ?? namespace;
  named(into, 'namespace', `${at}.namespace`, tell);
  const values = valuesOf(spec.values, `${at}.values`, tools, tell);
  if (chart === undefined || from === undefined || values === undefined) return undefined;
  return { name, chart, repoURL: from, version, values, namespace: into };
}

function valuesOf(given: unknown, path: string, { parseYaml }: Tools, tell: Tell): Values | undefined {
  let values = given ?? {};
  if (typeof given === 'string') {
    try {
      values = parseYaml(given) ?? {};
    } catch {
      return void tell(path, 'the text is no YAML'); // not in the parser's words, which may show values
    }
  }
  return isMap(values) ? values : void tell(path, 'it has to be a map, or YAML text of one');
}

function named(text: string, kind: NameKind, path: string, tell: Tell): string | undefined {
  const allowed = wrongName(kind, text);
  if (allowed === undefined) return text;
  return void tell(path, `the name ${JSON.stringify(text)} is not allowed; give ${allowed}`);
}

function argocdOf(given: unknown, otherwise: ArgoPlace): ArgoPlace {
  const fields = isMap(given) ? given : {};
  return {
    namespace: textOf(fields.namespace) ?? otherwise.namespace,
    project: textOf(fields.project) ?? otherwise.project,
    server: textOf(fields.server) ?? otherwise.server,
  };
}

function helmOf({ image, serviceAccountName, imagePullSecrets, nodeSelector }: Values): HelmPlace {
  const secrets: unknown[] = Array.isArray(imagePullSecrets) ? imagePullSecrets : [];
  const nodes = Object.entries(isMap(nodeSelector) ? nodeSelector : {});
  return {
    image: textOf(image) ?? 'alpine/helm:3.16.4',
    serviceAccountName: textOf(serviceAccountName) ?? 'default',
    imagePullSecrets: secrets.flatMap((one) => {
      const name = isMap(one) ? textOf(one.name) : undefined;
      return name === undefined ? [] : [{ name }];
    }),
    nodeSelector: Object.fromEntries(nodes.map(([name, value]) => [name, textOf(value) ?? ''])),
  };
}

// --set and YAML make numbers of some texts.
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isTrue(value: unknown): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}
