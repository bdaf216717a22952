// AutoX for a gRPC app, as docs/autox.md and the tutorial of 0.13 have it; the files that it downloads are served here.
// Runs alone: it works in the namespace default, as the tutorial says.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Application, gone, launched, needArgocd } from '../autox/argocd.ts';
import { troublesOf } from '../autox/autox.ts';
import { useAutoxTutorial } from '../autox/tutorial.ts';
import { useLab } from '../lab.ts';
import { allSatisfied, grpcReport, messagesOf, shapeOf } from '../reports.ts';
import { fileServer, routeguideFiles } from '../services.ts';

beforeAll(needArgocd, 900_000);

const files = useLab();
const { page, lab, group, answers, satisfied, job } = useAutoxTutorial({
  section: 'Try it with gRPC',
  app: 'routeguide',
  image: /--image=golang --port=50051 \\\n.*/,
  serve: 'grpc',
  port: 50_051,
  adapt: (commands) => commands.replace(/https:\/\/raw\.\S*\//g, `http://files.${files.namespace}/`),
});

const methods = ['GetFeature', 'ListFeatures'];
let first: { application: Application; job: string };

beforeAll(async () => {
  await files.apply(...fileServer('files', routeguideFiles()));
  await files.kubectl('rollout', 'status', 'deployment/files', '--timeout=90s');
});

test('helm installs AutoX from the packaged repository, and says what to run next', async () => {
  await page.ok('kubectl create deployment routeguide');
  await answers();
  await warmUp();
  await page.ok('kubectl label deployment routeguide app.kubernetes.io/version=1.0.0');
  const said = await page.ok('helm install autox');
  expect(said).toContain(`iter8 k assert -g ${group} -n default -c completed -c nofailure -c slos`);
});

test('the experiment follows, and its conditions hold', async () => {
  await launched(group);
  const { stderr } = await satisfied();
  expect(messagesOf(stderr)).toEqual(['inited Helm config', ...allSatisfied]);
  first = { application: await launched(group), job: await job() };
});

test('the report has the text of the tutorial', async () => {
  expect(shapeOf(await page.ok(`iter8 k report -g ${group}\n`))).toBe(grpcReport);
});

test('the same report is a page', async () => {
  await page.ok(`iter8 k report -g ${group} -o html`);
  const html = readFileSync(path.join(page.folder, 'report.html'), 'utf8');
  expect(html).toMatch(/^<!doctype html>/i);
  expect(html).toContain('ll 4 SLOs are satisfied');
});

test('a new version starts a new experiment, and the same commands tell of it', async () => {
  await page.ok('kubectl label deployment routeguide app.kubernetes.io/version=2.0.0');
  const { metadata } = await launched(group, first.application);
  expect(metadata.annotations?.['iter8.tools/autox-version']).toBe('2.0.0');
  await satisfied();
  expect(await job()).not.toBe(first.job);
  expect(shapeOf(await page.ok(`iter8 k report -g ${group}\n`))).toBe(grpcReport);
  expect((await lab.document(group))?.details?.loads.map(({ statuses }) => statuses)).toEqual([
    { OK: 200 },
    { OK: 200 },
  ]);
});

test('AutoX had all the rights that it needs, and met no trouble', async () => {
  expect(troublesOf(await lab.kubectl('logs', 'deployment/autox', '--tail=-1'))).toEqual([]);
});

test('without the app there is no experiment', async () => {
  await page.ok('kubectl delete svc/routeguide');
  await gone(group);
});

// The app of the tutorial is compiled; ours is slow until its first calls have been made.
async function warmUp(): Promise<void> {
  const inPod = ['exec', 'deployment/routeguide', '--', 'node', '/iter8/main.js', 'launch', '--set', 'tasks={grpc}'];
  for (const method of methods) {
    const sets = ['grpc.host=127.0.0.1:50051', `grpc.call=routeguide.RouteGuide.${method}`, 'grpc.total=2000'];
    await lab.kubectl(...inPod, ...sets.flatMap((set) => ['--set', set]));
  }
}
