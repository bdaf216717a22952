// The method that a user calls by name.
import protobuf from 'protobufjs';
import { didYouMean } from '../model/suggest.ts';
import { readCallName } from './call-name.ts';
import type { Descriptors } from './descriptors.ts';
import type { Outcome } from './outcome.ts';

export interface Method {
  path: string; // /pkg.Service/Method
  service: string; // pkg.Service
  method: string;
  input: string; // pkg.Message
  output: string;
  clientStreams: boolean;
  serverStreams: boolean;
}

export function findCall({ root }: Descriptors, call: string): Outcome<Method> {
  const name = readCallName(call);
  if ('wrong' in name) return wrong(name.wrong);
  const { service: serviceName, method: methodName } = name;
  const services = [...servicesIn(root)];
  const names = services.map(({ fullName }) => fullName.slice(1)).sort();
  const service = services.find(({ fullName }) => fullName.slice(1) === serviceName);
  if (service === undefined) {
    if (names.length === 0) return wrong(`there is no service ${serviceName}: no service is described at all`);
    const asService = names.includes(call.replace(/^\//, ''));
    if (asService) return wrong(`${call} is a service: add the method, one of ${methodsOf(root, call).join(', ')}`);
    return wrong(`there is no service ${serviceName}, only ${listed(names)}${didYouMean(serviceName, names)}`);
  }
  const methods = service.methodsArray.map(({ name }) => name);
  const method = service.methodsArray.find(({ name }) => name === methodName);
  if (method === undefined) {
    const others = methods.length === 0 ? 'it has none' : `only ${listed(methods)}`;
    return wrong(`${serviceName} has no method ${methodName}, ${others}${didYouMean(methodName, methods)}`);
  }
  return {
    value: {
      path: `/${serviceName}/${methodName}`,
      service: serviceName,
      method: methodName,
      input: nameOf(method.resolvedRequestType),
      output: nameOf(method.resolvedResponseType),
      clientStreams: method.requestStream === true,
      serverStreams: method.responseStream === true,
    },
  };
}

function wrong<T>(message: string): Outcome<T> {
  return { problems: [{ path: '', message }] };
}

function nameOf(type: protobuf.Type | null): string {
  return type?.fullName.slice(1) ?? '';
}

function methodsOf(root: protobuf.Root, call: string): string[] {
  return root.lookupService(call.replace(/^\//, '')).methodsArray.map(({ name }) => name);
}

function listed(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
}

function* servicesIn(scope: protobuf.NamespaceBase): Iterable<protobuf.Service> {
  for (const object of scope.nestedArray) {
    if (object instanceof protobuf.Service) yield object;
    else if (object instanceof protobuf.Namespace) yield* servicesIn(object);
  }
}
