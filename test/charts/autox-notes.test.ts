// What helm prints after an installation. Without a cluster it prints none, so the text is rendered as an object.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { find, type Manifest, render, withHelm } from './chart.ts';

const charts = path.resolve(__dirname, '../../charts');

async function notesOf(name: string, args: string[]): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-notes-'));
  try {
    cpSync(path.join(charts, name), folder, { recursive: true });
    const notes = path.join(folder, 'templates/NOTES.txt');
    const text = 'kind: Notes\nmetadata: {name: notes}\ntext: {{ include "notes" . | toJson }}\n';
    writeFileSync(
      path.join(folder, 'templates/notes.yaml'),
      `{{ define "notes" }}${readFileSync(notes, 'utf8')}{{ end }}${text}`,
    );
    const objects = await render({ release: 'autox', chart: folder, args });
    return (find(objects, 'Notes', 'notes') as Manifest & { text: string }).text;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const file = (name: string) => ['-f', path.join(charts, 'autox/ci', name)];

withHelm('the notes of the charts', () => {
  test('they say how to start an experiment, wait for it, see what goes on, and remove everything', async () => {
    const notes = await notesOf('autox', ['-n', 'ops', ...file('http-values.yaml')]);
    const commands = notes.split('\n').filter((line) => line.startsWith('  '));
    expect(commands.map((line) => line.trim())).toEqual([
      'kubectl label deployments.apps httpbin -n default app.kubernetes.io/version=1.0.0 --overwrite',
      'iter8 k assert -g autox-httpbin-iter8 -n default -c completed -c nofailure -c slos --timeout 300s',
      'iter8 autox status -n ops',
      'kubectl logs -n ops -f deployment/autox',
      'helm uninstall autox -n ops',
    ]);
    expect(notes).not.toContain('WARNING');
  });

  test('of a group of the older form they name its label, and the label that is required where it is', async () => {
    const notes = await notesOf('autox', file('many-values.yaml'));
    expect(notes).toContain('label configmaps settings -n shop iter8.tools/autox-group=settings --overwrite');
    expect(notes).toContain('label deployment.apps web -n shop app.kubernetes.io/version=1.0.0 iter8.tools/autox=true');
    expect(notes).not.toMatch(/assert .*autox-settings-iter8.* -c slos/);
  });

  test('they warn where nothing is watched, and where rights are in the hands of the user', async () => {
    expect(await notesOf('autox', [])).toContain('WARNING: AutoX watches nothing');
    const own = await notesOf('autox', [...file('helm-values.yaml'), '--set', 'serviceAccountName=mine']);
    expect(own).toContain('WARNING: the service account mine is yours');
    expect(own).toContain('Remove it, and all that it has installed:');
  });

  test('those of litmuschaos name the engine that an experiment waits for', async () => {
    expect(await notesOf('litmuschaos', ['--set', 'applabel=app=web'])).toContain(
      'ready.chaosengine=litmuschaos-autox',
    );
  });
});
