import './set-up.ts';

export default async function tearDown(): Promise<void> {
  await globalThis.e2eRunning?.repository.close();
  await globalThis.e2eRunning?.cluster.close();
}
