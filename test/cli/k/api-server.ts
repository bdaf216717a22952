// A cluster in memory behind HTTP on loopback, a kubeconfig that leads to it, and `iter8 k` that is given both.
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fakeCluster } from '../../../runner/kube/fake/fake-cluster.fixture.ts';
import { serve } from '../../../runner/kube/served-cluster.fixture.ts';
import { iter8, started, workFolder } from '../iter8.ts';
import { createGroup, type Group, namespace } from './group.ts';

type Options = Parameters<typeof iter8>[1];
type Fake = ReturnType<typeof fakeCluster>;
type Interceptor = (...exchange: Parameters<RequestListener>) => boolean;
export type Rule = (asked: { method: string; url: URL; isWatch: boolean }) => boolean;

export interface ApiServer {
  cluster: Fake;
  port: number;
  kubeconfig: string;
  group(name: string): Group; // with its Secret, as the chart makes it
  forbid(rule: Rule): () => void; // what it gives back permits it again
  // It answers in the server's place where it gives back true; what comes back ends it.
  intercept(answer: Interceptor): () => void;
  outage(answer: RequestListener): () => void;
  k(args: readonly string[], options?: Options): ReturnType<typeof iter8>;
  start(args: readonly string[], options?: Options): ReturnType<typeof started>;
  stop(): Promise<void>;
}

export async function apiServer(): Promise<ApiServer> {
  const cluster = fakeCluster({ namespace });
  const rules = new Set<Rule>();
  const answer = serve(cluster);
  let intercepts: Interceptor = () => false;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://server');
    const asked = { method: request.method ?? '', url, isWatch: url.searchParams.has('watch') };
    if (intercepts(request, response)) return;
    if ([...rules].some((rule) => rule(asked))) forbidden(request, response);
    else void answer(request, response);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const kubeconfig = kubeconfigOf(port);
  const withEnv = ({ env = {}, ...options }: Options = {}) => ({ ...options, env: { KUBECONFIG: kubeconfig, ...env } });
  const intercept: ApiServer['intercept'] = (given) => {
    intercepts = given;
    return () => {
      intercepts = () => false;
    };
  };
  return {
    cluster,
    port,
    kubeconfig,
    group: (name) => createGroup(cluster, name),
    forbid(rule) {
      rules.add(rule);
      return () => void rules.delete(rule);
    },
    intercept,
    outage(broken) {
      server.closeAllConnections();
      return intercept((...exchange) => {
        broken(...exchange);
        return true;
      });
    },
    k: (args, options) => iter8(['k', ...args], withEnv(options)),
    start: (args, options) => started(['k', ...args], withEnv(options)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function kubeconfigOf(port: number): string {
  const file = path.join(workFolder(), 'kubeconfig');
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', namespace } }],
    clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const forbidden: RequestListener = (_, response) => {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403 };
  response.writeHead(403, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...status, message: 'not for the user of this test' }));
};
