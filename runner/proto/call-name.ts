// The name of a method as users write it: pkg.Service.Method, pkg.Service/Method or /pkg.Service/Method.
interface CallName {
  service: string;
  method: string;
}

// Or what is wrong with it.
export function readCallName(call: string): CallName | { wrong: string } {
  const [, service, method] = /^\/?([\w.]+)[./](\w+)$/.exec(call) ?? [];
  if (service === undefined || method === undefined) {
    return { wrong: `${call} names no method: it must be package.Service.Method` };
  }
  return { service, method };
}
