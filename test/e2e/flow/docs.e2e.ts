// Pages that need a cluster: each of their commands does what the page says, but for the image, the repository, and the
// namespace, which is that of the test.
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf, readPage } from '../../tutorials/blocks.ts';
import { inCluster } from '../../tutorials/pages.ts';
import { follow, programs } from '../../tutorials/session.ts';
import { type Lab, ok, root, site, useLab } from '../lab.ts';

const lab: Lab = useLab();
const kubeconfig = () => path.join(lab.folder, 'kubeconfig');

beforeAll(async () => {
  copyFileSync(site().kubeconfig, kubeconfig());
  chmodSync(kubeconfig(), 0o600);
  const context = ['set-context', '--current', `--namespace=${lab.namespace}`];
  await ok('kubectl', ['--kubeconfig', kubeconfig(), 'config', ...context]);
});

// In their order: the service that the first page deploys is there for the others.
test.each(inCluster)(
  '%s',
  async (page) => {
    const bin = programs(lab.folder, path.join(root, 'dist/iter8.js'));
    const wrong = await follow(blocksOf(readPage(page)), {
      folder: lab.folder,
      env: { ...process.env, PATH: `${bin}:${site().path}`, KUBECONFIG: kubeconfig() },
      replace: adapted,
      timeoutMs: 200_000,
      measureAgain,
    });
    expect(wrong).toEqual([]);
  },
  600_000,
);

async function measureAgain(commands: string): Promise<void> {
  const [, group] = /iter8 k assert -g (\S+)/.exec(commands) ?? [];
  if (group !== undefined) await lab.helm('upgrade', group, 'iter8', '--repo', site().repo, '--reuse-values');
}

function adapted(commands: string): string {
  const { image, repo } = site();
  const httpbin = 'node /iter8/main.js sample http --host 0.0.0.0 --port 80';
  return commands
    .replaceAll('--image=kennethreitz/httpbin --port=80', `--image=${image} --port=80 -- ${httpbin}`)
    .replace(/--repo (?:REPO|https:\/\/…)/g, `--repo ${repo} --set iter8Image=${image}`)
    .replaceAll('httpbin.default', `httpbin.${lab.namespace}`);
}
