// The names that Kubernetes, Helm and Argo CD take; undefined where one is good, else what is allowed.
const part = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const label = new RegExp(`^${part}$`);
const subdomain = new RegExp(`^${part}(?:\\.${part})*$`);

export type NameKind = 'object' | 'namespace' | 'release' | 'group' | 'version' | 'resource';

export function wrongName(kind: NameKind, name: string): string | undefined {
  const { most, form, allowed } = rules[kind];
  return name.length <= most && form.test(name) ? undefined : allowed;
}

// Of Helm releases: 53 characters, so that what a chart appends still fits into 63.
const rules: Record<NameKind, { most: number; form: RegExp; allowed: string }> = {
  object: { most: 253, form: subdomain, allowed: 'at most 253 lower-case letters, digits, - and .' },
  namespace: { most: 63, form: label, allowed: 'at most 63 lower-case letters, digits and -' },
  release: { most: 53, form: subdomain, allowed: 'at most 53 lower-case letters, digits, - and .' },
  group: { most: 253, form: subdomain, allowed: 'an API group such as apps, or nothing for the core group' },
  version: { most: 63, form: label, allowed: 'an API version such as v1 or v1beta1' },
  resource: { most: 63, form: label, allowed: 'a resource in lower case, such as deployments' },
};

const number = '(?:\\d+|[xX*])';
const version = `[vV]?${number}(?:\\.${number}){0,2}(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?`;
const comparison = `(?:!=|=[<>]?|[<>]=?|~>?|\\^)?\\s*${version}`;
const range = `${comparison}(?:(?:\\s*,\\s*|\\s+-\\s+|\\s+)${comparison})*`;
const versions = new RegExp(`^${range}(?:\\s*\\|\\|\\s*${range})*$`);

// 0.13.4, or a range as Helm and Argo CD understand it: ~1.2, ^1, 1.x, >=1.0.0 <2.0.0.
export function isChartVersion(text: string): boolean {
  return text.length <= 128 && versions.test(text);
}

// What kubectl calls them, and what tutorials write; the autox chart allows the controller to read the same.
const shortNames: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  svc: 'service',
  ksvc: 'service',
  isvc: 'inferenceservice',
  sdep: 'seldondeployment',
};

// deployments, deployment and deploy are one; only the cluster knows for sure.
export function singularOf(resource: string): string {
  const whole = Object.hasOwn(shortNames, resource) ? shortNames[resource] : undefined;
  if (whole !== undefined) return whole;
  if (/[^aeiou]ies$/.test(resource)) return `${resource.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(resource)) return resource.slice(0, -2);
  return /[^s]s$/.test(resource) ? resource.slice(0, -1) : resource;
}

// What a resource may be called in the API, the likeliest first. The autox chart lets the first two be read; that a third
// may not be says nothing.
export function spellingsOf(resource: string): string[] {
  const one = singularOf(resource);
  return [...new Set([resource, pluralOf(one), ...(resource.endsWith('s') ? [] : [`${resource}s`])])];
}

export const spellingsOfTheChart = 2;

function pluralOf(one: string): string {
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;
}
