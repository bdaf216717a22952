import path from 'node:path';
import { iter8, removeWorkFolders, sampleService, workFolder } from '../cli/iter8.ts';

afterAll(removeWorkFolders);

test('examples/grpc-slo meets its SLOs against the sample service', async () => {
  const service = await sampleService('grpc');
  const cwd = workFolder();
  const values = path.resolve(__dirname, '../../examples/grpc-slo/values.yaml');
  const launched = await iter8(['launch', '-f', values, '--set', `grpc.host=${service.url}`], { cwd });
  expect([launched.code, launched.stderr]).toEqual([0, expect.stringContaining('Happy Iter8ing!')]);
  const { code } = await iter8(['assert', '-c', 'completed,nofailure,slos'], { cwd });
  expect(code).toBe(0);
  await service.stop();
});
