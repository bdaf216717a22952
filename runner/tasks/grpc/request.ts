// The load of one endpoint as the engine takes it: files read, downloads at hand, messages made.
import { inputError, type Problem } from '../../model/errors.ts';
import type { GrpcLoad, ReflectedServer, TlsSettings } from '../../model/task.ts';
import { readTls } from '../common/pem.ts';
import { scheduleOf, seedOf } from '../common/rate.ts';
import { withoutSecrets } from './hide-secrets.ts';
import { readMetadataOf } from './metadata.ts';
import type { EndpointPlan } from './plan.ts';
import type { Sources } from './read.ts';

export async function buildRequest(plan: EndpointPlan, sources: Sources): Promise<GrpcLoad> {
  const { prepareCall } = await import('./call.ts');
  const tls = await tlsOf(plan, sources);
  const { value: call, problems } = await prepareCall(plan, sources, () => serverOf(plan, tls, sources));
  if (call === undefined) throw inputError(pathsOf(plan, withoutSecrets(problems, plan.data)));
  const { method, metadata, messages } = call;
  return {
    protocol: 'grpc',
    host: plan.host,
    tls,
    authority: plan.authority,
    path: method.path,
    streams: { client: method.clientStreams, server: method.serverStreams },
    metadata,
    messages,
    templates: plan.templates,
    connections: plan.connections,
    concurrency: plan.concurrency,
    timeoutMs: plan.timeoutMs,
    connectTimeoutMs: plan.connectTimeoutMs,
    compress: plan.compress,
    mostSendBytes: plan.mostSendBytes,
    mostReceiveBytes: plan.mostReceiveBytes,
    keepAliveMs: plan.keepAliveMs,
    stream: plan.stream,
    skipFirst: plan.skipFirst,
    atEnd: plan.atEnd,
    abortOn: plan.abortOn,
    schedule: scheduleOf(plan.rate),
    maxDurationMs: plan.maxDurationMs,
    seed: seedOf(plan.provider),
    ...(plan.countErrors ? {} : { onlyOkIsTimed: true }),
  };
}

// What is wrong is said at the path of the endpoint's inputs.
function pathsOf({ provider }: EndpointPlan, problems: readonly Problem[]): Problem[] {
  const name = provider.replace(/^grpc-?/, '');
  const prefix = name === '' ? 'grpc.' : `grpc.endpoints.${name}.`;
  return problems.map(({ path, message }) => ({ path: prefix + path, message }));
}

export async function tlsOf({ tls }: EndpointPlan, { files }: Pick<Sources, 'files'>): Promise<TlsSettings | null> {
  return tls === null ? null : readTls(tls, { ca: 'cacert', cert: 'cert', key: 'key' }, files);
}

async function serverOf(plan: EndpointPlan, tls: TlsSettings | null, sources: Sources): Promise<ReflectedServer> {
  const { host, authority, connectTimeoutMs, types } = plan;
  const asked = types.kind === 'reflection' && types.metadata !== null ? [types.metadata] : [];
  const { value: metadata, problems } = await readMetadataOf(asked, sources);
  if (metadata === undefined) throw inputError(pathsOf(plan, problems));
  return { host, tls, authority, metadata, connectTimeoutMs };
}
