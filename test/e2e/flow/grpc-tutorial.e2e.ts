// The gRPC tutorial of the documentation, but for the service, where the files are, and who launches it.
// Runs alone: it holds latencies to limits.
import { finished, type Lab, useLab } from '../lab.ts';
import { allSatisfied, grpcReport, messagesOf, shapeOf } from '../reports.ts';
import { fileServer, routeguide, routeguideFiles } from '../services.ts';

const lab: Lab = useLab();

const values = [
  'tasks={ready,grpc,assess}',
  'ready.deploy=routeguide',
  'ready.service=routeguide',
  'ready.timeout=60s',
  'grpc.host=routeguide.NAMESPACE:50051',
  'grpc.endpoints.getFeature.call=routeguide.RouteGuide.GetFeature',
  'grpc.endpoints.getFeature.dataURL=http://files.NAMESPACE/unary.json',
  'grpc.endpoints.listFeatures.call=routeguide.RouteGuide.ListFeatures',
  'grpc.endpoints.listFeatures.dataURL=http://files.NAMESPACE/server.json',
  'grpc.protoURL=http://files.NAMESPACE/route_guide.proto',
  'assess.SLOs.upper.grpc-getFeature/error-count=0',
  'assess.SLOs.upper.grpc-getFeature/latency/mean=50',
  'assess.SLOs.upper.grpc-listFeatures/error-count=0',
  'assess.SLOs.upper.grpc-listFeatures/latency/mean=100',
  'runner=job',
];

const inNamespace = () => values.map((value) => value.replace('NAMESPACE', lab.namespace));

beforeAll(async () => {
  await lab.apply(...routeguide(), ...fileServer('files', routeguideFiles()));
  for (const name of ['routeguide', 'files']) {
    await lab.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=90s');
  }
  // The service of the tutorial is compiled; ours is slow until its first calls have been made.
  await lab.experiment('warm-up', inNamespace());
  await finished(lab, 'warm-up-1-job');
});

test('helm installs the experiment from the packaged repository, and says what to run next', async () => {
  const { code, stdout, stderr } = await lab.tryExperiment('routeguide', inNamespace());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`iter8 k report -g routeguide -n ${lab.namespace}`);
});

test('assert waits for the experiment, and its conditions hold', async () => {
  const conditions = ['-c', 'completed', '-c', 'nofailure', '-c', 'slos'];
  const { code, stderr } = await lab.iter8('k', 'assert', ...conditions, '-g', 'routeguide', '--timeout', '180s');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const messages = messagesOf(stderr);
  expect(messages[0]).toBe('inited Helm config');
  expect(messages.slice(-4)).toEqual(allSatisfied);
});

test('the report has the text of the tutorial', async () => {
  const { code, stdout } = await lab.iter8('k', 'report', '-g', 'routeguide');
  expect(code).toBe(0);
  expect(shapeOf(stdout)).toBe(grpcReport);
});

test('each of the two methods was called 200 times, and the stream gave all its features', async () => {
  await finished(lab, 'routeguide-1-job');
  const document = await lab.document('routeguide');
  const counts = document?.details?.loads.map(({ provider, statuses, streams }) => ({
    provider,
    statuses,
    messagesIn: streams?.messagesIn,
  }));
  expect(counts).toEqual([
    { provider: 'grpc-getFeature', statuses: { OK: 200 }, messagesIn: undefined },
    { provider: 'grpc-listFeatures', statuses: { OK: 200 }, messagesIn: 8 * 200 },
  ]);
});
