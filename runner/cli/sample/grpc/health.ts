// grpc.health.v1: what probes of Kubernetes and `grpc_health_probe` ask.
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

interface Asked {
  service: string; // '' is the whole server
}

interface Answer {
  status: number;
}

const [serving, notServing, serviceUnknown] = [1, 2, 3];

interface Health {
  service: UntypedServiceImplementation;
  stop(): void; // from now on, not serving
}

export function healthService(services: readonly string[]): Health {
  const known = new Set(['', ...services]);
  const watchers = new Set<ServerWritableStream<Asked, Answer>>();

  const Check: handleUnaryCall<Asked, Answer> = ({ request }, callback) => {
    if (known.has(request.service)) return callback(null, { status: serving });
    callback({ code: status.NOT_FOUND, details: `there is no service ${JSON.stringify(request.service)} here` });
  };

  const Watch: handleServerStreamingCall<Asked, Answer> = (call) => {
    watchers.add(call);
    call.once('cancelled', () => watchers.delete(call));
    call.write({ status: known.has(call.request.service) ? serving : serviceUnknown });
  };

  return {
    service: { Check, Watch },
    stop() {
      for (const call of watchers) {
        if (known.has(call.request.service)) call.write({ status: notServing });
        call.end();
      }
    },
  };
}
