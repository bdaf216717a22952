// What is to become of a call, as the flags of the server and the metadata of the call say: how late, and with which status.
import { type Metadata, status } from '@grpc/grpc-js';
import { parseMs } from '../effects.ts';

export interface Knobs {
  delaysMs: readonly number[]; // in turn
  failEvery: number; // 0: never
  failStatus: string;
}

interface Order {
  delayMs: number;
  failure: Failure | null;
}

interface Failure {
  code: status;
  details: string;
}

export const statusNames: readonly string[] = Object.keys(status).filter((name) => Number.isNaN(Number(name)));

export function orders({ delaysMs, failEvery, failStatus }: Knobs): (metadata: Metadata) => Order {
  let calls = 0;
  const ofServer = (): Order => ({
    delayMs: delaysMs[(calls - 1) % delaysMs.length] ?? 0,
    failure: failEvery > 0 && calls % failEvery === 0 ? failureOf(failStatus) : null,
  });
  return (metadata) => {
    calls++;
    const order = ofServer();
    const [delay] = metadata.get('x-delay-ms');
    const [name] = metadata.get('x-status');
    if (delay !== undefined) {
      const delayMs = parseMs(String(delay));
      if (delayMs === undefined) return refusal(`x-delay-ms takes milliseconds, not ${JSON.stringify(delay)}`);
      order.delayMs = delayMs;
    }
    if (name !== undefined) {
      if (!statusNames.includes(String(name))) {
        return refusal(`x-status takes the name of a status, such as NOT_FOUND, not ${JSON.stringify(name)}`);
      }
      order.failure = failureOf(String(name));
    }
    return order;
  };
}

function failureOf(name: string): Failure | null {
  const code = status[name as keyof typeof status];
  return code === status.OK ? null : { code, details: `${name}, as asked for` };
}

function refusal(details: string): Order {
  return { delayMs: 0, failure: { code: status.INVALID_ARGUMENT, details } };
}
