// The tutorials of AutoX as docs/autox.md has them: with their own names, in the namespace default.

import { type Lab, labIn, ok, type Ran, run, site, until } from '../lab.ts';
import { type Page, usePage } from '../page.ts';
import { application, gone, launched } from './argocd.ts';

interface Tutorial {
  section: string;
  app: string; // of the Deployment, the Service and the group
  image: RegExp; // how the page names the app's image and what to run in it
  serve: string; // what serves the same in ours
  port: number;
  adapt?(commands: string): string;
}

export interface AutoxTutorial {
  page: Page;
  lab: Lab; // of the namespace default
  group: string; // of the experiment
  answers(): Promise<void>; // the app does
  // The page's assert command, when the experiment has ended; on a machine too busy for the SLOs it is run again.
  satisfied(): Promise<Ran>;
  job(): Promise<string>; // UID
}

export function useAutoxTutorial({ section, app, image, serve, port, adapt }: Tutorial): AutoxTutorial {
  const group = `autox-${app}-iter8`;
  const program = ['node', '/iter8/main.js'];
  const page = usePage('docs/autox.md', section, (commands) => {
    const { image: ours, repo } = site();
    const sets = [
      `iter8Image=${ours}`,
      `defaultRepoURL=${repo}`,
      `groups.${app}.specs.iter8.values.iter8Image=${ours}`,
    ];
    const command = [...program, 'sample', ...serve.split(' '), '--host', '0.0.0.0', '--port', port].join(' ');
    const adapted = commands
      .replace(image, `--image=${ours} --port=${port} -- ${command}`)
      .replace('--repo REPO', `--repo ${repo}`)
      .replace('helm install autox autox', (install) => [install, ...sets].join(' --set '));
    return adapt?.(adapted) ?? adapted;
  });
  const lab = labIn('default', page.folder);
  const objects = ['deployment', 'service'].map((kind) => `${kind}/${app}`);

  beforeAll(async () => {
    const found = await lab.kubectl('get', ...objects, '--ignore-not-found', '-o', 'name');
    if (found !== '') throw new Error(`these are in the namespace default, and the tutorial makes them: ${found}`);
  });
  afterAll(async () => {
    await lab.helm('uninstall', 'autox', '--ignore-not-found', '--wait');
    await lab.kubectl('delete', ...objects, '--ignore-not-found');
    await gone(group);
    page.remove();
  }, 120_000);

  return {
    page,
    lab,
    group,
    async answers() {
      await lab.kubectl('rollout', 'status', `deployment/${app}`, '--timeout=90s');
      const connect = `require('node:net').connect(${port}, () => process.exit(0)).on('error', () => process.exit(1))`;
      const args = ['-n', 'default', 'exec', `deployment/${app}`, '--', 'node', '-e', connect];
      await until(`an answer of ${app}`, async () => ((await run('kubectl', args)).code === 0 ? true : undefined));
    },
    async satisfied() {
      for (let tries = 1; ; tries++) {
        await lab.iter8('k', 'assert', '-c', 'completed', '-g', group, '--timeout', '180s');
        const ran = await page.run('iter8 k assert');
        if (ran.code === 0 || tries === 2) return ran;
        const before = await application(group);
        await ok('kubectl', ['-n', 'argocd', 'delete', 'application', group]);
        await launched(group, before);
      }
    },
    job: () => ok('kubectl', ['-n', 'default', 'get', 'job', `${group}-1-job`, '-o', 'jsonpath={.metadata.uid}']),
  };
}
