// The gRPC tutorial of the documentation, but for the service, where the files are, and who launches it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { finished, type Lab, root, useLab } from '../lab.ts';
import { fileServer, routeguide } from '../services.ts';

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

const corner = { latitude: 400_000_000, longitude: -750_000_000 };
const files = {
  'route_guide.proto': readFileSync(path.join(root, 'examples/grpc-slo/route_guide.proto'), 'utf8'),
  'unary.json': JSON.stringify(corner),
  'server.json': JSON.stringify({ lo: corner, hi: { latitude: 400_000_000, longitude: -730_000_000 } }), // a row of 8
};
const inNamespace = () => values.map((value) => value.replace('NAMESPACE', lab.namespace));

beforeAll(async () => {
  await lab.apply(...routeguide(), ...fileServer('files', files));
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
  const messages = stderr.split('\n').map((line) => line.replace(/^.* msg=/, ''));
  expect(messages[0]).toBe('inited Helm config');
  expect(messages.slice(-5)).toEqual([
    'experiment completed',
    'experiment has no failure',
    'SLOs are satisfied',
    'all conditions were satisfied',
    '',
  ]);
});

test('the report has the text of the tutorial', async () => {
  const { code, stdout } = await lab.iter8('k', 'report', '-g', 'routeguide');
  expect(code).toBe(0);
  // A latency is the machine's.
  expect(stdout.replace(/(latency\/mean \(msec\) *\|) +[\d.]+/g, '$1 N')).toBe(expectedReport);
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

const expectedReport = `
Experiment summary:
*******************

  Experiment completed: true
  No task failures: true
  Total number of tasks: 7
  Number of completed tasks: 7
  Number of completed loops: 1

Whether or not service level objectives (SLOs) are satisfied:
*************************************************************

  SLO Conditions                               | Satisfied
  --------------                               | ---------
  grpc-getFeature/error-count <= 0             | true
  grpc-getFeature/latency/mean (msec) <= 50    | true
  grpc-listFeatures/error-count <= 0           | true
  grpc-listFeatures/latency/mean (msec) <= 100 | true
  

Latest observed values for metrics:
***********************************

  Metric                                | value
  -------                               | -----
  grpc-getFeature/error-count           | 0.00
  grpc-getFeature/error-rate            | 0.00
  grpc-getFeature/latency/mean (msec)   | N
  grpc-getFeature/request-count         | 200.00
  grpc-listFeatures/error-count         | 0.00
  grpc-listFeatures/error-rate          | 0.00
  grpc-listFeatures/latency/mean (msec) | N
  grpc-listFeatures/request-count       | 200.00
  

`;
