// What `iter8 autox status` tells of an AutoX in a cluster in memory. As JSON it follows its schema, whatever it is.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { readInstallations } from '../../autox/status/installations.ts';
import { parseYamlFile } from '../../values/yaml-file.ts';
import { createInstallation, nowMs } from './installation.fixture.ts';
import { type InstallationStatus, statusOf } from './status.ts';
import { statusJson } from './status-json.ts';
import { statusText } from './status-text.ts';

const parse = (text: string) => parseYamlFile(new TextEncoder().encode(text), 'config.yaml');

const schema = JSON.parse(readFileSync(`${__dirname}/../../../schemas/autox-status.schema.json`, 'utf8'));
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

export function createStatus() {
  const autox = createInstallation();

  async function all(everywhere = false): Promise<InstallationStatus[]> {
    const found = await readInstallations(autox.cluster, everywhere ? undefined : 'iter8', {
      parseYaml: parse,
      readConfigFile: parse,
    });
    const states = await Promise.all(found.map((one) => statusOf(autox.cluster, one, { now: () => nowMs })));
    validate(JSON.parse(statusJson(states)));
    expect(validate.errors).toBeNull();
    return states;
  }

  const lines = async () => statusText(await all()).split('\n');
  return {
    ...autox,
    all,
    lines,
    // The cells of the release, from VERSION on but for its name, and the remarks below it.
    async told(group = 'books') {
      const rows = await lines();
      const at = rows.findIndex((row) => row.startsWith(`${group} `));
      const [cells = '', ...rest] = rows.slice(at);
      const end = rest.findIndex((row) => !row.startsWith('  '));
      const [, , version, , ...others] = cells.split(/ {2,}/);
      return { cells: [version, ...others].join(' | '), remarks: rest.slice(0, end).map((row) => row.trim()) };
    },
  };
}
