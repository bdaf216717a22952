// What the tutorials deploy, from our own image.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, site } from './lab.ts';

// httpbin's routes.
export function httpbin(name = 'httpbin', args: readonly string[] = []): object[] {
  const container = {
    name: 'httpbin',
    args: ['sample', 'http', '--host', '0.0.0.0', '--port', '8080', ...args],
    readinessProbe: { httpGet: { path: '/get', port: 8080 }, periodSeconds: 1 },
  };
  return served(name, container, { port: 80, targetPort: 8080 });
}

// The same for gRPC: RouteGuide.
export function routeguide(name = 'routeguide', args: readonly string[] = []): object[] {
  const container = {
    name: 'routeguide',
    args: ['sample', 'grpc', '--host', '0.0.0.0', ...args],
    readinessProbe: { grpc: { port: 50_051 }, periodSeconds: 1 },
  };
  return served(name, container, { port: 50_051, targetPort: 50_051 });
}

// What its tutorial downloads.
export function routeguideFiles(): Record<string, string> {
  const corner = { latitude: 400_000_000, longitude: -750_000_000 };
  return {
    'route_guide.proto': readFileSync(path.join(root, 'examples/grpc-slo/route_guide.proto'), 'utf8'),
    'unary.json': JSON.stringify(corner),
    'server.json': JSON.stringify({ lo: corner, hi: { latitude: 400_000_000, longitude: -730_000_000 } }), // a row of 8
  };
}

// An HTTP service that has nothing but these files.
export function fileServer(name: string, files: Record<string, string>): object[] {
  const script = `require('node:http').createServer((request, response) =>
    require('node:fs').readFile('/files/' + require('node:path').basename(request.url), (error, data) =>
      response.writeHead(error ? 404 : 200).end(data))).listen(8080)`;
  const container = {
    name: 'files',
    command: ['node', '-e', script],
    readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
    volumeMounts: [{ name: 'files', mountPath: '/files' }],
  };
  const volumes = [{ name: 'files', configMap: { name } }];
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: files },
    ...served(name, container, { port: 80, targetPort: 8080 }, { volumes }),
  ];
}

function served(name: string, container: object, port: { port: number; targetPort: number }, pod = {}): object[] {
  const labels = { app: name };
  const containers = [{ image: site().image, imagePullPolicy: 'IfNotPresent', ...container }];
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers, ...pod } },
      },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { selector: labels, ports: [port] } },
  ];
}
