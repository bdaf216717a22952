// What is wrong in the values of the autox chart is refused by helm, or told by a line of the log and an Event that name the
// group; the other groups work on.
import { gone, launched } from '../autox/argocd.ts';
import { groupOf, useAutox } from '../autox/autox.ts';
import { trigger, triggersIn, version } from '../autox/triggers.ts';
import { until, useLab } from '../lab.ts';

const lab = useLab();
const autox = useAutox(() => lab.namespace);
const { relaunched, label } = triggersIn(lab);

const rules = (group: string, ...values: string[]) =>
  groupOf(group, lab.namespace, ['tasks={http}', 'http.url=http://web/get', ...values]);
const spec = 'groups.flow-wrong.specs.iter8';

describe('helm refuses', () => {
  test.each([
    [
      'a literal in a sensitive input, and says how it is given',
      [`${spec}.values.http.headers.Authorization=Bearer canary`],
      /groups\.flow-wrong\.specs\.iter8\.values: http\.headers\.Authorization: a literal .* as groups\.flow-wrong\.specs\.iter8\.values\.secretRef/,
    ],
    ['a trigger without a name', ['groups.flow-wrong.trigger.name=null'], /groups.*flow-wrong.*trigger.*name/s],
    ['a misspelt input', ['groups.flow-wrong.trigger.nmae=web'], /groups.*flow-wrong.*trigger.*nmae/s],
    ['what is no version of a chart', [`${spec}.version=newest`], /groups.*flow-wrong.*specs.*iter8.*version/s],
    ['a spec without a chart', [`${spec}.name=null`], /groups.*flow-wrong.*specs.*iter8.*name/s],
    [
      'a trigger that has a group already',
      rules('flow-also').map((set) => set.replace('trigger.name=flow-also', 'trigger.name=flow-wrong')),
      /groups\.flow-wrong: the trigger deployments flow-wrong in namespace \S+ has a group already, groups\.flow-also/,
    ],
  ])('%s', async (_, sets, said) => {
    const { code, stderr } = await autox.tryInstall('refused', [...rules('flow-wrong'), ...sets]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
    expect(stderr).not.toContain('canary');
  });
});

describe('of what only the cluster can know', () => {
  const good = 'autox-flow-good-iter8';

  beforeAll(async () => {
    const labels = { [version]: '1.0.0' };
    await lab.apply(...['flow-good', 'flow-newer', 'flow-values'].map((name) => trigger(name, labels)));
    await autox.install('autox', [
      ...rules('flow-good'),
      ...rules('flow-kind'),
      'groups.flow-kind.trigger.group=example.com',
      'groups.flow-kind.trigger.resource=widgets',
      ...rules('flow-newer'),
      'groups.flow-newer.specs.iter8.version=9.9.9',
      ...rules('flow-values', 'http.qqps=5'),
    ]);
    await launched(good);
  });

  test('a kind that is not there is told, by an Event of the pod', async () => {
    const said = await told('flow-kind', 'Unwatched', { 'involvedObject.kind': 'Pod' });
    expect(said).toContain('widgets');
  });

  test('a chart version that is not there is told, by an Event of the trigger', async () => {
    const said = await told('flow-newer', 'NotInstalled', { 'involvedObject.name': 'flow-newer' });
    expect(said).toContain('9.9.9');
  });

  test('values that the chart refuses are told, by an Event of the trigger', async () => {
    const said = await told('flow-values', 'NotInstalled', { 'involvedObject.name': 'flow-values' });
    expect(said).toContain('qqps');
  });

  test('the other groups work on', async () => {
    await relaunched(good, () => label('flow-good', `${version}=2.0.0`));
  });

  test('a group that is corrected is installed, without a new version of its app', async () => {
    const corrected = [...rules('flow-good'), ...rules('flow-newer'), ...rules('flow-values')];
    await autox.install('autox', corrected, 'upgrade');
    for (const name of ['newer', 'values']) {
      const release = `autox-flow-${name}-iter8`;
      await until(`Secret ${release}`, async () => {
        const { code } = await lab.tryKubectl('get', 'secret', release);
        return code === 0 || undefined;
      });
    }
  });

  test('the controller waits for nobody when its groups are gone', async () => {
    await autox.install('autox', [], 'upgrade');
    for (const name of ['good', 'newer', 'values']) await gone(`autox-flow-${name}-iter8`);
  });

  // The log has a line about the group, and there is one Event.
  async function told(group: string, reason: string, of: Record<string, string>): Promise<string> {
    const fields = Object.entries({ reason, ...of }).map(([key, value]) => `${key}=${value}`);
    const message = await until(`an Event ${reason} about ${group}`, async () => {
      const { items } = await lab.json<{ items: { message: string }[] }>(
        'get',
        'events',
        '--field-selector',
        `${fields}`,
      );
      const [first] = items;
      return first === undefined ? undefined : first.message;
    });
    const lines = (await autox.log('autox')).split('\n').filter((line) => line.includes(` msg=group ${group}: `));
    expect(lines.filter((line) => line.includes('level=warning'))).toHaveLength(1);
    return message;
  }
});
