import { createHttpSlots } from './http/slots.ts';
import { runShare, type ShareRun, type ShareSetting } from './share-run.ts';

// What a load of calls needs is loaded with the first of them.
export async function prepareShare(setting: ShareSetting): Promise<ShareRun> {
  const { request } = setting;
  if (request.protocol === 'http') return runShare({ ...setting, request }, createHttpSlots);
  const [{ createGrpcSlots }, { warmUpCalls }] = await Promise.all([
    import('./grpc/slots.ts'),
    import('./grpc/warm.ts'),
  ]);
  const run = runShare({ ...setting, request }, createGrpcSlots);
  return { ...run, ready: Promise.all([run.ready, warmUpCalls(request.streams)]).then(() => {}) };
}
