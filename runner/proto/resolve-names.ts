// Finds what a type name means where it is written, innermost scope first. The library would also look downwards, into
// messages that are not in scope, and may take another one of the same name.
import protobuf from 'protobufjs';
import { nearest } from '../model/suggest.ts';

type Texts = ReadonlyMap<string, string>;

export function resolveNames(root: protobuf.Root, texts: Texts): string[] {
  const wrong: string[] = [];
  const all: string[] = [];
  for (const { object } of objectsIn(root)) {
    if (object instanceof protobuf.Type || object instanceof protobuf.Enum) all.push(object.fullName.slice(1));
  }
  const resolve = (name: string, scope: protobuf.NamespaceBase, onlyMessages: boolean, where: string): string => {
    const found = lookUp(scope, name);
    if (found !== undefined && !(onlyMessages && found instanceof protobuf.Enum)) return found.fullName;
    const message = found === undefined ? `there is no type ${name}` : `${name} is an enum, not a message`;
    wrong.push(`${where}: ${message}${found === undefined ? meant(name, all) : ''}`);
    return name;
  };
  for (const { object, scope } of objectsIn(root)) {
    if (object instanceof protobuf.Field) {
      const where = placeOf(object, texts, `\\b${object.name}\\s*=\\s*`);
      if (!Object.hasOwn(protobuf.types.basic, object.type)) object.type = resolve(object.type, scope, false, where);
      nameGroup(object, root);
      if (object.extend !== undefined) object.extend = resolve(object.extend, scope, true, where);
    } else if (object instanceof protobuf.Method) {
      const where = placeOf(object, texts, `\\brpc\\s+${object.name}\\b`);
      object.requestType = resolve(object.requestType, scope, true, where);
      object.responseType = resolve(object.responseType, scope, true, where);
    }
  }
  return wrong;
}

// By the last word of it, as the package is often what is wrong.
function meant(name: string, all: readonly string[]): string {
  const lastOf = (one: string) => one.slice(one.lastIndexOf('.') + 1);
  const last = nearest(lastOf(name), all.map(lastOf));
  const known = all.find((one) => lastOf(one) === last);
  return known === undefined ? '' : `; did you mean ${known}?`;
}

// The field of a group has the group's name in small letters, which the library does not know.
function nameGroup(field: protobuf.Field, root: protobuf.Root): void {
  const type = field.type.startsWith('.') ? lookUp(root, field.type) : undefined;
  const named: { protoName?: string } = field;
  if (type !== undefined && 'group' in type && type.group === true) named.protoName = type.name.toLowerCase();
}

interface Placed {
  object: protobuf.ReflectionObject;
  scope: protobuf.NamespaceBase;
}

// Every type, enum, field and method, with the scope that its names are looked up in.
export function* objectsIn(scope: protobuf.NamespaceBase): Iterable<Placed> {
  const own = scope instanceof protobuf.Type ? scope.fieldsArray : [];
  const methods = scope instanceof protobuf.Service ? scope.methodsArray : [];
  for (const object of [...own, ...methods]) if (!object.name.startsWith('.')) yield { object, scope };
  for (const object of scope.nestedArray) {
    yield { object, scope };
    if (object instanceof protobuf.Namespace) yield* objectsIn(object);
  }
}

export function placeOf(object: protobuf.ReflectionObject, texts: Texts, pattern: string): string {
  const file = object.filename ?? '';
  const text = texts.get(file) ?? '';
  const at = text.search(new RegExp(pattern));
  const line = at < 0 ? '' : `:${text.slice(0, at).split('\n').length}`;
  const owner = object.parent?.fullName.slice(1) ?? '';
  return `${file}${line}: ${owner === '' ? '' : `${owner}.`}${object.name}`;
}

type Found = protobuf.Type | protobuf.Enum;

function lookUp(from: protobuf.NamespaceBase, name: string): Found | undefined {
  const parts = name.split('.');
  if (parts[0] === '') return descend(from.root, parts.slice(1));
  for (let scope: protobuf.NamespaceBase | null = from; scope !== null; scope = scope.parent as typeof scope) {
    const found = descend(scope, parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function descend(scope: protobuf.NamespaceBase, parts: readonly string[]): Found | undefined {
  let at: protobuf.ReflectionObject | undefined = scope;
  for (const part of parts) {
    if (!(at instanceof protobuf.Namespace)) return undefined;
    at = at.nested !== undefined && Object.hasOwn(at.nested, part) ? at.nested[part] : undefined;
  }
  return at instanceof protobuf.Type || at instanceof protobuf.Enum ? at : undefined;
}
