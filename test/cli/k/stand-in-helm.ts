// A `helm` that records how it was called, and answers as a test has written it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workFolder } from '../iter8.ts';

interface Answer {
  code?: number;
  stdout?: string;
  stderr?: string;
}

interface StandIn {
  env: Record<string, string>; // in which it is what `helm` means
  calls(): { args: string[]; token: string; stdin: string }[];
}

export function standInHelm({ code = 0, stdout = '', stderr = '' }: Answer = {}): StandIn {
  const folder = workFolder();
  const bin = path.join(folder, 'bin');
  const record = path.join(folder, 'calls');
  const program = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const stdin = args.includes('-') ? readFileSync(0, 'utf8') : '';
const call = { args, token: process.env.HELM_KUBETOKEN ?? '', stdin };
appendFileSync(${JSON.stringify(record)}, JSON.stringify(call) + '\\n');
process.stdout.write(${JSON.stringify(stdout)});
process.stderr.write(${JSON.stringify(stderr)});
process.exitCode = ${code};
`;
  mkdirSync(bin);
  writeFileSync(record, '');
  writeFileSync(path.join(bin, 'helm'), program, { mode: 0o755 });
  return {
    env: { PATH: bin },
    calls: () =>
      readFileSync(record, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
}

// A PATH on which there is no helm.
export function withoutHelm(): { PATH: string } {
  return { PATH: workFolder() };
}
