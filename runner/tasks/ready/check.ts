// What the schema cannot say of the inputs, all of it at once. Paths are within the task's inputs.
import type { Problem } from '../../model/errors.ts';
import { plain } from '../../report/plain.ts';
import { kindInputs, kinds } from './kinds.ts';
import type { ObjectInputs, ReadyInputs } from './schema.ts';

const ownFields = ['name', 'group', 'version', 'resource', 'condition'] as const;
const needed = ['name', 'version', 'resource'] as const;

const nameRule =
  'a name has lower-case letters, digits, - and ., 253 characters at most, and a letter or digit at both ends';
const namespaceRule =
  'a namespace has lower-case letters, digits and -, 63 characters at most, and a letter or digit at both ends';
const rules: Record<'group' | 'version' | 'resource', string> = {
  group: 'give the group alone, such as apps, and leave it out for the core group',
  version: 'give the version alone, such as v1; the group stands in group',
  resource: 'give the plural in lower case, such as deployments; the group stands in group',
};

type Report = (path: string, message: string) => void;

export function check(inputs: ReadyInputs): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  const { objects = [] } = inputs;
  for (const input of kindInputs) checkName(input, `a ${kinds[input].word}`, inputs[input], report);
  for (const [i, object] of objects.entries()) checkObject(object, `objects[${i}].`, report);
  checkObject(inputs, '', report);
  checkOwn(inputs, report);
  if ([...kindInputs, ...ownFields].every((input) => inputs[input] === undefined) && objects.length === 0) {
    report('', `nothing to wait for: name at least one of ${kindInputs.join(', ')}, or any other object in objects`);
  }
  return problems;
}

function checkObject(object: ObjectInputs, path: string, report: Report): void {
  const { name, group, version, resource, namespace } = object;
  checkName(`${path}name`, 'an object', name, report);
  if (namespace !== undefined && !isLabel(namespace)) {
    report(`${path}namespace`, `${shown(namespace)} cannot be a namespace: ${namespaceRule}`);
  }
  if (group !== undefined && group !== '' && !isDnsName(group)) refuse('group', group);
  if (version !== undefined && !isLabel(version)) refuse('version', version);
  if (resource !== undefined && !isLabel(resource)) refuse('resource', resource);

  function refuse(field: keyof typeof rules, value: string): void {
    report(path + field, `${shown(value)} is not allowed; ${rules[field]}`);
  }
}

function checkName(path: string, what: string, name: string | undefined, report: Report): void {
  if (name === undefined || isDnsName(name)) return;
  report(path, `${shown(name)} cannot be the name of ${what}: ${nameRule}`);
}

// One object that stands among the inputs themselves is whole, or not there at all.
function checkOwn(inputs: ReadyInputs, report: Report): void {
  const missing = needed.filter((field) => inputs[field] === undefined);
  const given = ownFields.some((field) => inputs[field] !== undefined);
  const [first] = missing;
  if (given && first !== undefined)
    report(first, 'missing: name, version and resource say together which object it is');
}

function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}

function isDnsName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text);
}

function shown(text: string): string {
  return `"${plain(text, 60)}"`;
}
