import type { HttpLoad } from '../../model/task.ts';
import type { DialOptions } from '../../wire/dial.ts';
import { connect as connectHttp1 } from '../../wire/http1/connection.ts';
import { connect as connectHttp2 } from '../../wire/http2/connection.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';
import { createHttp1Carrier } from './http1-carrier.ts';
import { createHttp2Carrier } from './http2-carrier.ts';
import { createNegotiatedCarrier } from './negotiated-carrier.ts';

export function openCarrier(http2: HttpLoad['http2'], options: DialOptions, handler: CarrierHandler): Carrier {
  if (http2 === true) return createHttp2Carrier((told) => connectHttp2(options, told), handler);
  if (http2 === 'auto' && options.tls !== null) return createNegotiatedCarrier(options, handler);
  return createHttp1Carrier((told) => connectHttp1(options, told), handler);
}
