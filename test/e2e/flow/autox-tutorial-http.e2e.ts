// AutoX for an HTTP app, command for command as docs/autox.md and the tutorial of 0.13 have them.
// Runs alone: it works in the namespace default, as the tutorial says.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Document } from '../../../runner/model/document.ts';
import { type Application, gone, launched, needArgocd } from '../autox/argocd.ts';
import { troublesOf } from '../autox/autox.ts';
import { useAutoxTutorial } from '../autox/tutorial.ts';
import { until } from '../lab.ts';
import { allSatisfied, httpReport, messagesOf, shapeOf } from '../reports.ts';

beforeAll(needArgocd, 900_000);

const { page, lab, group, answers, satisfied, job } = useAutoxTutorial({
  section: 'Try it with HTTP',
  app: 'httpbin',
  image: /--image=kennethreitz\/httpbin --port=80/,
  serve: 'http',
  port: 80,
});

interface Launch {
  application: Application;
  job: string;
  startTime: string | undefined;
}

let first: Launch;

test('helm installs AutoX from the packaged repository, and says what to run next', async () => {
  await page.ok('kubectl create deployment httpbin');
  await answers();
  await page.ok('kubectl label deployment httpbin app.kubernetes.io/version=1.0.0');
  const said = await page.ok('helm install autox');
  expect(said).toContain(`iter8 k assert -g ${group} -n default -c completed -c nofailure -c slos`);
});

test('the experiment follows as an Application of Argo CD, for the version of the label', async () => {
  const { metadata } = await launched(group);
  expect(metadata).toMatchObject({
    labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': 'httpbin' },
    annotations: { 'iter8.tools/autox-version': '1.0.0' },
  });
  const { stderr } = await satisfied();
  expect(messagesOf(stderr)).toEqual(['inited Helm config', ...allSatisfied]);
  first = {
    application: await launched(group),
    job: await job(),
    startTime: (await lab.document(group))?.result?.startTime,
  };
}, 400_000);

test('the report has the text of the tutorial', async () => {
  expect(shapeOf(await page.ok(`iter8 k report -g ${group}\n`))).toBe(httpReport);
});

test('the same report is a page', async () => {
  await page.ok(`iter8 k report -g ${group} -o html`);
  const html = readFileSync(path.join(page.folder, 'report.html'), 'utf8');
  expect(html).toMatch(/^<!doctype html>/i);
  expect(html).toContain('ll 6 SLOs are satisfied');
});

test('`iter8 k delete`, as the tutorial of 0.13 ends, says which groups there are', async () => {
  const { code, stderr } = await page.type('iter8 k delete');
  expect(code).toBe(2);
  expect(stderr).toContain(`there is no experiment group default in namespace default; there is ${group}`);
});

test('`iter8 k delete` of a group of AutoX deletes nothing, and says who would bring it back', async () => {
  const { code, stderr } = await page.type(`iter8 k delete -g ${group}`);
  expect(code).toBe(2);
  expect(stderr).toContain(`belongs to the Argo CD Application ${group}, which AutoX would bring back`);
  expect(await job()).toBe(first.job);
});

test('a new version starts a new experiment: Application, Job and result are others', async () => {
  await page.ok('kubectl label deployment httpbin app.kubernetes.io/version=2.0.0');
  const application = await launched(group, first.application);
  expect(application.metadata.annotations?.['iter8.tools/autox-version']).toBe('2.0.0');
  const document = await until<Document>('a first result', async () => {
    const found = await lab.document(group).catch(() => undefined);
    return (found?.details?.loads.length ?? 0) > 0 ? found : undefined;
  });
  expect(await job()).not.toBe(first.job);
  expect(document.result?.startTime).not.toBe(first.startTime);
  expect(document.result).toMatchObject({ numLoops: 1, failure: false, revision: 1 });
  expect(document.details).toMatchObject({ state: 'running' });
});

test('AutoX had all the rights that it needs, and met no trouble', async () => {
  expect(troublesOf(await lab.kubectl('logs', 'deployment/autox', '--tail=-1'))).toEqual([]);
});

test('without the app there is no experiment, and without AutoX nothing is left', async () => {
  await page.ok('kubectl delete svc/httpbin');
  await gone(group);
  const kinds = 'deployments,services,jobs,pods,configmaps,secrets,serviceaccounts,roles,rolebindings';
  await until('an end of all objects', async () => {
    const names = await lab.kubectl('get', kinds, '-o', 'name');
    return /httpbin|autox/.test(names) ? undefined : names;
  });
  expect(await lab.kubectl('get', 'secrets', '-n', 'argocd', '-o', 'name')).not.toContain('autox-default-owner');
});
