import { createHttpSlots } from './http/slots.ts';
import { runShare, type ShareRun, type ShareSetting } from './share-run.ts';
import { warmUpHttp2 } from './warm.ts';

// What a load of calls needs is loaded with the first of them.
export async function prepareShare(setting: ShareSetting): Promise<ShareRun> {
  const { request } = setting;
  if (request.protocol === 'http') {
    const run = runShare({ ...setting, request }, createHttpSlots);
    return request.http2 === false ? run : afterwards(run, warmUpHttp2());
  }
  const [{ createGrpcSlots }, { warmUpCalls }] = await Promise.all([
    import('./grpc/slots.ts'),
    import('./grpc/warm.ts'),
  ]);
  const run = runShare({ ...setting, request }, createGrpcSlots);
  return afterwards(run, warmUpCalls(request.streams));
}

function afterwards(run: ShareRun, warm: Promise<void>): ShareRun {
  return { ...run, ready: Promise.all([run.ready, warm]).then(() => {}) };
}
