import { createHttpSlots } from './http/slots.ts';
import { runShare, type ShareRun, type ShareSetting } from './share-run.ts';

// What a load of calls needs is loaded with the first of them.
export async function prepareShare(setting: ShareSetting): Promise<ShareRun> {
  const { request } = setting;
  if (request.protocol === 'http') return runShare({ ...setting, request }, createHttpSlots);
  const { createGrpcSlots } = await import('./grpc/slots.ts');
  return runShare({ ...setting, request }, createGrpcSlots);
}
