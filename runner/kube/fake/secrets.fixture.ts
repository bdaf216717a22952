// What an API server does to Secrets alone.
import { KubeError, type KubeObject } from '../../model/cluster.ts';
import { isMap, mapValues } from '../../model/maps.ts';

const maxBytes = 1024 * 1024;

// stringData goes into data, in base64.
export function normaliseSecret<T extends KubeObject>(object: T): T {
  if (object.kind !== 'Secret') return object;
  const { stringData, data, ...rest } = object;
  const given = isMap(stringData) ? mapValues(stringData, (text) => Buffer.from(String(text)).toString('base64')) : {};
  const all = { ...(isMap(data) ? data : {}), ...given };
  let size = 0;
  for (const [key, value] of Object.entries(all)) {
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/\r\n]*={0,2}$/.test(value))
      throw new KubeError(400, 'BadRequest', `Secret in version "v1" cannot be handled: ${key}: illegal base64 data`);
    size += Buffer.byteLength(value, 'base64');
  }
  if (size > maxBytes)
    throw new KubeError(
      422,
      'Invalid',
      `Secret "${object.metadata.name}" is invalid: data: Too long: may not be more than ${maxBytes} bytes`,
    );
  const filled = Object.keys(all).length > 0 ? { data: all } : {};
  return { type: 'Opaque', ...rest, ...filled } as unknown as T;
}
