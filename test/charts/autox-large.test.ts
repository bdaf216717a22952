// A large configuration is written in JSON instead of YAML: nothing may relaunch because others were added.
import path from 'node:path';
import { type Config, readConfig } from '../../runner/autox/config.ts';
import { parseYamlFile } from '../../runner/values/yaml-file.ts';
import { render, withHelm } from './chart.ts';

const chart = path.resolve(__dirname, '../../charts/autox');
const trigger = { name: 'web', namespace: 'shop', group: 'apps', version: 'v1', resource: 'deployments' };
const awkward = {
  numbers: [0, -0, 1, 50.5, 1e6, 1e21, 1e-7, 0.1, 123456789012, 9007199254740991],
  texts: ['1', '1e3', '0x10', '1_000', 'yes', 'null', '~', '', ' a ', '2024-01-01', '1:30', '<&>', 'ä', 'a\nb\n'],
  others: [true, false, {}, []],
  map: { '1': 1, yes: 2, '': 3, 'a.b': 4, constructor: 5 },
};

async function configOf(fillers: number): Promise<{ text: string; read(parse: (text: string) => object): Config }> {
  const large = { name: 'iter8', values: { text: 'x'.repeat(1000) } };
  const names = Array.from({ length: fillers }, (_, i) => `filler${i}`);
  const groups = names.map((name) => [name, { trigger: { ...trigger, name }, specs: { a: large } }]);
  const specs = { a: { name: 'other', version: '1.0.0', values: awkward } };
  const values = JSON.stringify({ groups: { web: { trigger, specs }, ...Object.fromEntries(groups) } });
  const objects = await render({ release: 'autox', chart, values });
  const text = objects.find(({ kind }) => kind === 'ConfigMap')?.data?.['config.yaml'] ?? '';
  const parseYaml = (yaml: string) => parseYamlFile(Buffer.from(yaml), 'values');
  return { text, read: (parse) => readConfig(parse(text) as Record<string, unknown>, { parseYaml }) };
}

withHelm('a large configuration of the autox chart', () => {
  test('is JSON, and holds the same groups as a small one in YAML', async () => {
    const [small, large] = await Promise.all([configOf(0), configOf(250)]);
    const yaml = (text: string) => parseYamlFile(Buffer.from(text), 'config.yaml');
    expect(() => JSON.parse(small.text)).toThrow();
    const groupOf = ({ groups }: Config) => groups.find(({ name }) => name === 'web');
    const group = groupOf(small.read(yaml));
    expect(group?.releases[0]?.values).toMatchObject({ map: awkward.map, texts: awkward.texts });
    expect(JSON.stringify(groupOf(large.read(JSON.parse)))).toBe(JSON.stringify(group));
    expect(JSON.stringify(groupOf(large.read(yaml)))).toBe(JSON.stringify(group));
  }, 60_000);
});
