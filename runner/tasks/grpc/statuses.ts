// The statuses a call can end with, and what to look at where one ends with it.
const busy = 'the server limits rates, quotas or the size of messages: lower the load, or see its limits';

const hints: Record<string, string> = {
  OK: '',
  CANCELLED: 'somebody between cancelled the calls: look for timeouts of a proxy or mesh',
  UNKNOWN: 'the server failed in a way of its own: see what it logs',
  INVALID_ARGUMENT: 'the server does not accept what is sent: check data',
  DEADLINE_EXCEEDED: 'time was over: the target is overloaded or stuck, or timeout is too short',
  NOT_FOUND: 'what was asked for is not there: check data',
  ALREADY_EXISTS:
    'each request makes the same thing: let data differ, with template actions such as {{.RequestNumber}}',
  PERMISSION_DENIED: 'the server does not allow it: check the credentials in metadata',
  RESOURCE_EXHAUSTED: busy,
  FAILED_PRECONDITION: 'the server is not in a state for this call: see what it says, and logs',
  ABORTED: 'calls were in the way of each other: lower concurrency, or let data differ',
  OUT_OF_RANGE: 'the server does not accept a value that is sent: check data',
  UNIMPLEMENTED:
    'the server does not have this method: check call, and that host is this service in this version; or it cannot read compressed messages (enable-compression)',
  INTERNAL: 'the server, or a proxy before it, broke a rule: see what it logs',
  UNAVAILABLE: 'the server, or a proxy before it, turned calls away: look for restarts, overload and missing endpoints',
  DATA_LOSS: 'the server lost data: see what it logs',
  UNAUTHENTICATED: 'the server wants credentials: give them in metadata, such as authorization',
};

export const statusNames: readonly string[] = Object.keys(hints);

export function statusHint(status: string): string {
  return (Object.hasOwn(hints, status) ? hints[status] : undefined) ?? 'see what the target logs';
}
