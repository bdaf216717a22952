// The sample service for gRPC: RouteGuide, with health and reflection beside it.
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import type { SampleService } from '../service.ts';
import { healthService } from './health.ts';
import { readInterface } from './interface.ts';
import type { Knobs } from './orders.ts';
import { health, reflection, routeGuide } from './protos.ts';
import { reflectionService } from './reflection.ts';
import { routeGuideService } from './route-guide.ts';

interface Asked {
  port: number;
  host: string;
  tls: { cert: Buffer; key: Buffer } | null;
  knobs: Knobs;
}

const graceMs = 2000;

export async function startGrpcSample({ port, host, tls, knobs }: Asked): Promise<SampleService> {
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  const guide = readInterface(routeGuide);
  const healthy = readInterface(health);
  const reflections = [readInterface(reflection('v1')), readInterface(reflection('v1alpha'))];
  const all = [guide, healthy, ...reflections];
  const checks = healthService(all.map(({ serviceName }) => serviceName));
  server.addService(guide.service, routeGuideService(knobs));
  server.addService(healthy.service, checks.service);
  for (const { service } of reflections) server.addService(service, reflectionService(all));

  const name = host.includes(':') ? `[${host}]` : host;
  const credentials =
    tls === null
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, credentials, (error, at) => (error === null ? resolve(at) : reject(error)));
  });
  return {
    address: `${name}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
        checks.stop();
      }),
  };
}
