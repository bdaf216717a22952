// What Litmus does for pod-delete, as its documentation says: a stand-in, as its operator cannot be had everywhere. It runs in
// a pod, as the service account of the engine: whatever it may not do, Litmus may not either.
const { readFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const engineName = process.argv.at(-1);
const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const token = readFileSync(`${account}/token`, 'utf8');
const namespace = readFileSync(`${account}/namespace`, 'utf8');
const litmus = `/apis/litmuschaos.io/v1alpha1/namespaces/${namespace}`;

async function ask(method, path, body, contentType = 'application/json') {
  const response = await fetch(`https://kubernetes.default.svc${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const tell = (engineStatus, experiment, status, verdict, more = {}) => {
  const experiments = [{ name: experiment, status, verdict, lastUpdateTime: new Date().toISOString() }];
  const path = `${litmus}/chaosengines/${engineName}`;
  return ask('PATCH', path, { status: { engineStatus, experiments }, ...more }, 'application/merge-patch+json');
};

async function main() {
  const { spec } = await ask('GET', `${litmus}/chaosengines/${engineName}`);
  const [{ name, spec: details }] = spec.experiments;
  const { definition } = (await ask('GET', `${litmus}/chaosexperiments/${name}`)).spec;
  const env = new Map([...definition.env, ...details.components.env].map((one) => [one.name, one.value]));
  const seconds = (variable) => {
    const value = Number(env.get(variable));
    if (!(value > 0)) throw new Error(`${variable} is ${env.get(variable)}`);
    return value;
  };
  const { appns, applabel } = spec.appinfo;
  await tell('initialized', name, 'Running', 'Awaited');
  const end = Date.now() + seconds('TOTAL_CHAOS_DURATION') * 1000;
  for (let turn = 0; Date.now() < end; turn++) {
    const { items } = await ask('GET', `/api/v1/namespaces/${appns}/pods?labelSelector=${encodeURIComponent(applabel)}`);
    const running = items.filter((pod) => pod.metadata.deletionTimestamp === undefined && pod.status.phase === 'Running');
    const pod = running[turn % Math.max(1, running.length)];
    if (pod !== undefined) {
      await ask('DELETE', `/api/v1/namespaces/${appns}/pods/${pod.metadata.name}`);
      console.log(JSON.stringify({ deleted: pod.metadata.name, at: Date.now() }));
    }
    await sleep(seconds('CHAOS_INTERVAL') * 1000);
  }
  await ask('POST', `${litmus}/chaosresults`, {
    apiVersion: 'litmuschaos.io/v1alpha1',
    kind: 'ChaosResult',
    metadata: { name: `${engineName}-${name}` },
    spec: { engine: engineName, experiment: name },
    status: { experimentStatus: { phase: 'Completed', verdict: 'Pass', failStep: 'N/A' } },
  });
  await tell('completed', name, 'Completed', 'Pass', { spec: { engineState: 'stop' } });
}

main();
