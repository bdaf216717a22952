import type { Connection, ConnectionHandler } from '../../wire/http1/connection.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';

export function createHttp1Carrier(open: (handler: ConnectionHandler) => Connection, handler: CarrierHandler): Carrier {
  const connection = open(handler);
  return {
    send(message, wantBody) {
      connection.wantBody = wantBody;
      connection.send(message.http1(), message.method);
    },
    giveUp: () => false,
    destroy: connection.destroy,
    location: () => connection.location,
    traffic: () => connection,
  };
}
