// Over TLS: HTTP/2 where the server offers it, HTTP/1.1 where it does not.
import { type DialOptions, dial } from '../../wire/dial.ts';
import { adopt as adoptHttp1 } from '../../wire/http1/connection.ts';
import { adopt as adoptHttp2, alpnOf } from '../../wire/http2/connection.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';
import { createHttp1Carrier } from './http1-carrier.ts';
import { createHttp2Carrier } from './http2-carrier.ts';

const noTraffic = { peer: '', bytesIn: 0, bytesOut: 0 };

export function createNegotiatedCarrier(options: DialOptions, handler: CarrierHandler): Carrier {
  const started = performance.now();
  let carrier: Carrier | undefined;
  let adoption: Pick<ReturnType<typeof adoptHttp1>, 'read' | 'ready'> | undefined;
  const stopDialing = dial(options, ['h2', 'http/1.1'], {
    read: (bytes, length) => adoption?.read(bytes, length),
    ready(socket, peer) {
      carrier = alpnOf(socket) === 'h2' ? overHttp2() : overHttp1();
      adoption?.ready(socket, peer);
    },
    failed: handler.failed,
  });

  return {
    send: (message, wantBody) => carrier?.send(message, wantBody),
    giveUp: () => carrier?.giveUp() ?? false,
    destroy() {
      if (carrier === undefined) stopDialing();
      else carrier.destroy();
    },
    location: () => carrier?.location(),
    traffic: () => carrier?.traffic() ?? noTraffic,
  };

  function overHttp1(): Carrier {
    return createHttp1Carrier((told) => {
      const taken = adoptHttp1(told, stopDialing);
      adoption = taken;
      return taken.connection;
    }, handler);
  }

  function overHttp2(): Carrier {
    return createHttp2Carrier((told) => {
      const taken = adoptHttp2(told, options, stopDialing, started);
      adoption = taken;
      return taken.connection;
    }, handler);
  }
}
