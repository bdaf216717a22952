// One grpc task through the command line, and its loads by the name of the endpoint.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Document, StoredLoad } from '../../runner/model/document.ts';
import { iter8, workFolder } from '../cli/iter8.ts';

export async function callWith(inputs: object): Promise<Record<string, StoredLoad>> {
  const cwd = workFolder();
  writeFileSync(path.join(cwd, 'values.json'), JSON.stringify({ tasks: ['grpc'], grpc: inputs }));
  const { code, stderr } = await iter8(['launch', '-f', 'values.json'], { cwd });
  if (code !== 0) throw new Error(`iter8 launch ended with ${code}\n${stderr}`);
  const { details } = load(readFileSync(path.join(cwd, 'experiment.yaml'), 'utf8')) as Document;
  if (details === undefined) throw new Error('the document has no details');
  return Object.fromEntries(details.loads.map((one) => [one.provider.replace(/^grpc-?/, ''), one]));
}
