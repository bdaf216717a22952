// Completion as shells do it: the script is sourced in the real shell and asked.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, removeWorkFolders, workFolder } from './iter8.ts';

afterAll(removeWorkFolders);
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

async function script(shell: string): Promise<string> {
  const file = path.join(workFolder(), `iter8.${shell}`);
  const { code, stdout } = await iter8(['completion', shell]);
  expect(code).toBe(0);
  writeFileSync(file, stdout);
  return file;
}

(has('bash') ? describe : describe.skip)('bash', () => {
  test.each([
    [['re'], ['report']],
    [['l'], ['launch']],
    [
      ['report', '-o', ''],
      ['text', 'json', 'junit', 'html', 'markdown', 'template'],
    ],
    [['report', '--outputFormat', '=', 'm'], ['markdown']],
    [['report', '--al'], ['--all']],
    [['report', '--op'], ['--open']],
    [['assert', '-c', 'no'], ['nofailure']],
    [
      ['completion', ''],
      ['bash', 'zsh'],
    ],
    [['-l', 'debug', 'vers'], ['version']],
    [
      ['sample', ''],
      ['http', 'grpc'],
    ],
    [['help', 'comp'], ['completion']],
    [['launch', '-f', '/etc/host'], expect.arrayContaining(['/etc/hosts'])],
  ])('iter8 %j completes to %j', async (words, wanted) => {
    const file = await script('bash');
    const ask = `source ${file}; COMP_WORDS=(iter8 "$@"); COMP_CWORD=$#; _iter8; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-u', '-c', ask, 'bash', ...words]);
    expect(stderr.toString()).toBe('');
    expect(stdout.toString().trim().split('\n')).toEqual(wanted);
  });
});

(has('zsh') ? describe : describe.skip)('zsh', () => {
  test('the tab key completes commands, flags and their values', async () => {
    const file = await script('zsh');
    const typed = [
      ['iter8 repo\t-o mark\t', 'GOT report -o markdown'],
      ['iter8 rep\t --al\t', 'GOT report --all'],
      ['iter8 assert -c comp\t -c no\t', 'GOT assert -c completed -c nofailure'],
      ['iter8 completion b\t', 'GOT completion bash'],
      ['iter8 launch --values=/etc/hostn\t', 'GOT launch --values=/etc/hostname'],
    ] as const;
    const drive = `
zmodload zsh/zpty
zpty -b z zsh -f -i
heard=""
hear() { local part; while zpty -r -t z part; do heard+="$part"; done }
wait_for() { local i; for i in {1..300}; do hear; [[ "$heard" == *"$1"* ]] && return; sleep 0.02; done; print -r -- "never: $1"; print -r -- "$heard"; exit 1 }
zpty -w z "PS1='%% '; autoload -Uz compinit && compinit -u -d ${path.dirname(file)}/dump; source ${file}; iter8() { print -r -- \\"GOT \\$*\\" }; print READ''Y"
wait_for READY
${typed.map(([keys, answer]) => `zpty -wn z $'${keys.replaceAll('\t', '\\t')}\\n'\nwait_for ${JSON.stringify(answer)}`).join('\n')}
zpty -d z
`;
    const { status, stdout, stderr } = spawnSync('zsh', ['-f', '-c', drive], { timeout: 25_000 });
    expect([status, stdout.toString(), stderr.toString()]).toEqual([0, '', '']);
  });
});
