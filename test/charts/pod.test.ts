import { jobSpec, render, withHelm } from './chart.ts';

const http = ['tasks=http', 'http.url=http://h/', 'runner=job'];
const cronjob = ['tasks=http', 'http.url=http://h/', 'runner=cronjob', 'cronjobSchedule=*/1 * * * *'];

withHelm('the pod of the chart', () => {
  test.each([
    ['Job', http],
    ['CronJob', cronjob],
  ])('the pod of a %s meets the restricted Pod Security Standard with any user ID', async (_, set) => {
    const { spec } = jobSpec(await render({ set })).template;
    expect(spec.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const sources = spec.volumes.flatMap((volume) => Object.keys(volume)).filter((key) => key !== 'name');
    expect([...new Set(sources)].sort()).toEqual(['configMap', 'emptyDir']);
  });

  test('a pod runs once, ends, and has time to save', async () => {
    const job = jobSpec(await render({ set: http }));
    expect(job).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 14400 });
    expect(job).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(job).not.toHaveProperty('suspend');
    expect(job.template.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 60 });
  });

  test('the runner is told whose result it is, and where it is', async () => {
    const [{ args, env }] = jobSpec(await render({ set: http })).template.spec.containers;
    expect(args.join(' ')).toBe(
      'k run -g my-test --namespace $(POD_NAMESPACE) --values /etc/iter8/experiment/values.yaml ' +
        '--owner job/my-test-1-job --revision 1 --failJobOn failure -l info',
    );
    expect(env).toEqual(
      [
        ['POD_NAME', 'metadata.name'],
        ['POD_UID', 'metadata.uid'],
        ['POD_NAMESPACE', 'metadata.namespace'],
        ['JOB_UID', "metadata.labels['batch.kubernetes.io/controller-uid']"],
      ].map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
    );
  });

  test('the owner of a CronJob experiment is the CronJob', async () => {
    const { args } = jobSpec(await render({ set: cronjob })).template.spec.containers[0];
    expect(args[args.indexOf('--owner') + 1]).toBe('cronjob/my-test-1-cronjob');
  });

  test('a CronJob never runs two loops at a time, and keeps what it is told to keep', async () => {
    const objects = await render({ file: 'cronjob-values.yaml' });
    expect(objects.find(({ kind }) => kind === 'CronJob')?.spec).toMatchObject({
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 3,
    });
  });

  test('CPU is not limited by default, because a throttled generator measures itself', async () => {
    const { resources } = jobSpec(await render({ set: http })).template.spec.containers[0];
    expect(resources).toEqual({ requests: { cpu: '100m', memory: '96Mi' }, limits: { memory: '512Mi' } });
  });

  test('only this pod gets a token of its service account', async () => {
    const objects = await render({ set: http });
    expect(objects.find(({ kind }) => kind === 'ServiceAccount')).toMatchObject({
      automountServiceAccountToken: false,
    });
    expect(jobSpec(objects).template.spec.automountServiceAccountToken).toBe(true);
  });

  test('no mesh puts a sidecar into the pod', async () => {
    const { labels, annotations } = jobSpec(await render({ set: http })).template.metadata;
    expect(labels).toMatchObject({ 'sidecar.istio.io/inject': 'false', 'kuma.io/sidecar-injection': 'disabled' });
    expect(annotations).toMatchObject({ 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled' });
  });

  test('everything else that is said of the pod is there', async () => {
    const job = jobSpec(await render({ file: 'pod-values.yaml' }));
    const { spec, metadata } = job.template;
    expect(job).toMatchObject({ suspend: true, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 0 });
    expect(metadata.labels).toMatchObject({ team: 'checkout', 'iter8.tools/group': 'my-test' });
    expect(metadata.annotations).toMatchObject({ 'sidecar.istio.io/inject': 'true' });
    expect(spec).toMatchObject({
      securityContext: { runAsUser: 12345, runAsNonRoot: true },
      imagePullSecrets: [{ name: 'registry' }],
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      tolerations: [{ key: 'load', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }],
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    });
    expect(spec.containers[0]).toMatchObject({
      image: expect.stringMatching(/^registry\.test\/iter8@sha256:0{64}$/),
      imagePullPolicy: 'Always',
      resources: { requests: { cpu: '100m', memory: '96Mi' }, limits: { cpu: 1, memory: '512Mi' } },
    });
    expect(spec.containers[0].args).toEqual(expect.arrayContaining(['slos', 'debug']));
    expect(spec.containers[0].env.slice(4)).toEqual([
      { name: 'HTTPS_PROXY', value: 'http://proxy.test:3128' },
      { name: 'RETRIES', value: '3' },
      { name: 'CA', valueFrom: { secretKeyRef: { name: 'ca', key: 'ca.crt' } } },
    ]);
  });

  test.each([
    [['image.tag=2'], 'iter8/iter8:2'],
    [['image.repository=registry.test/me/iter8'], 'registry.test/me/iter8:1.0.0'],
    [['iter8Image=mine/iter8:1.2', 'image.tag=2'], 'mine/iter8:1.2'],
    [['image=null'], 'iter8/iter8:1.0.0'],
  ])('%j runs the image %s', async (set, image) => {
    const { containers } = jobSpec(await render({ set: [...http, ...set] })).template.spec;
    expect(containers[0].image).toBe(image);
  });
});
