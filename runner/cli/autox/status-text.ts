// What `iter8 autox status` prints for people: a line for each release, and below it what is wrong and what to do.
import { known } from '../../autox/status/told.ts';
import { plain, width } from '../../report/plain.ts';
import type { Remark } from './remarks.ts';
import type { InstallationStatus, ReleaseStatus } from './status.ts';

const unread = 'forbidden';
const nothing = '-';
const longestRemark = 400;

export function statusText(all: readonly InstallationStatus[]): string {
  const namespaces = all.flatMap(({ releases }) => releases.map(({ release }) => release.namespace));
  const several = new Set(namespaces.filter((name) => name !== '')).size > 1;
  const head = ['GROUP', 'TRIGGER', 'VERSION', ...(several ? ['NAMESPACE'] : []), 'RELEASE', 'INSTALLED', 'EXPERIMENT'];
  const rows = all.map(({ releases }) => releases.map((one) => cellsOf(one, several)));
  const widths = [[...head, 'SLOS'], ...rows.flat()].reduce<number[]>(
    (most, cells) => cells.map((cell, i) => Math.max(most[i] ?? 0, width(cell))),
    [],
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd();
  return all
    .map(({ installation, remarks, releases }, i) => {
      const lines = [titleOf(installation.name, installation.namespace), ...remarks.flatMap(linesOf)];
      if (releases.length > 0) lines.push(line([...head, 'SLOS']));
      for (const [j, one] of releases.entries()) lines.push(line(rows[i]?.[j] ?? []), ...one.remarks.flatMap(linesOf));
      if (releases.length === 0) lines.push('  - it has no releases');
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

function titleOf(name: string, namespace: string): string {
  return `AutoX ${name} in namespace ${namespace}`;
}

function linesOf({ isWrong, what, todo }: Remark): string[] {
  const lines = [`  ${isWrong ? '!' : '-'} ${plain(what, longestRemark)}`];
  return todo === undefined ? lines : [...lines, `    ${plain(todo, longestRemark)}`];
}

function cellsOf({ release, experiment }: ReleaseStatus, several: boolean): string[] {
  const { group, trigger, version, namespace, installed } = release;
  const [state, slos] = experimentCells(experiment);
  return [
    group,
    trigger === undefined ? nothing : `${trigger.resource}/${trigger.name}`,
    'why' in version
      ? version.isForbidden
        ? unread
        : 'unknown'
      : (version.value ?? (trigger === undefined ? '' : 'no trigger')),
    ...(several ? [namespace] : []),
    release.release,
    'why' in installed ? (installed.isForbidden ? unread : 'unknown') : (installed.value?.words ?? nothing),
    state,
    slos,
  ].map((cell) => (cell === '' ? nothing : plain(cell)));
}

function experimentCells(experiment: ReleaseStatus['experiment']): [string, string] {
  if ('why' in experiment) return [unread, nothing];
  const value = known(experiment);
  if (value === undefined) return [nothing, nothing];
  const { state, tasks, completedTasks, loops, slos, isFinal } = value;
  const isJudged = slos === 'satisfied' || slos === 'violated' || (isFinal && slos === 'inconclusive');
  const loop = loops > 1 ? ` loop ${loops}` : '';
  const progress = state === 'running' ? ` ${completedTasks}/${tasks}` : '';
  return [`${state}${progress}${loop}`, isJudged ? slos : slos === 'none' && isFinal ? 'none' : nothing];
}
