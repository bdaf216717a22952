// What is wrong with a release, or waited for, and what to do about it.
import type { Installation } from '../../autox/status/installations.ts';
import type { InstalledState } from '../../autox/status/installed.ts';
import type { Surveyed } from '../../autox/status/survey.ts';
import { known, type Told } from '../../autox/status/told.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Experiment } from './experiments.ts';

export interface Remark {
  isWrong: boolean; // else it is how things go
  what: string;
  todo?: string;
}

interface Seen {
  installation: Installation;
  release: Surveyed;
  experiment: Told<Experiment | undefined>;
  nowMs: number;
}

const longMs = 120_000;
const slowMs = 30_000;

export function remarksOn(seen: Seen): Remark[] {
  return [...ofTrigger(seen), ...ofInstalled(seen), ...ofExperiment(seen)];
}

function ofTrigger({ release }: Seen): Remark[] {
  const { version, group, wanted, because, installed } = release;
  if ('why' in version) {
    if (version.isForbidden) return [];
    const todo = `install that type, or correct the trigger of group ${group}`;
    return [{ isWrong: true, what: version.why, todo }];
  }
  if (wanted) return [];
  const state = known(installed)?.state;
  if (state === undefined) return [{ isWrong: false, what: `nothing is to run: ${because}` }];
  return state === 'foreign' ? [] : [{ isWrong: false, what: `it is taken away: ${because}` }];
}

function ofInstalled(seen: Seen): Remark[] {
  const { installation, release, nowMs } = seen;
  const { installed, wanted, version } = release;
  if ('why' in installed) return installed.isForbidden ? [] : [{ isWrong: true, what: installed.why }];
  const { value } = installed;
  if (value === undefined) return wanted && known(version) !== undefined ? [notLaunched(installation)] : [];
  const forMs = nowMs - value.atMs;
  switch (value.state) {
    case 'foreign':
      return [
        {
          isWrong: true,
          what: `${value.object} is not of this AutoX, so it is left as it is`,
          todo: 'delete or rename it, or rename the group or the spec',
        },
      ];
    case 'going':
      return [going(seen, value, forMs)];
    case 'failed':
      return [{ isWrong: true, what: value.error ?? value.words, todo: fixOf(release, value) }];
    case 'new':
      if (forMs < slowMs) return [];
      return [
        {
          isWrong: true,
          what: `Argo CD has not looked at it for ${formatDuration(round(forMs))}`,
          todo: `see whether its application controller runs: kubectl get pods -n ${release.place}`,
        },
      ];
    case 'installing':
    case 'installed':
      return wanted && isBehind(value, version) ? [behind(installation, value, version)] : [];
  }
}

function notLaunched({ name, namespace }: Installation): Remark {
  return {
    isWrong: true,
    what: 'it should run and is not launched yet',
    todo: `kubectl logs -n ${namespace} deployment/${name}`,
  };
}

// What is installed was made for another version than the one that is there now.
export function isBehind({ version: made }: InstalledState, version: Surveyed['version']): boolean {
  const now = known(version) ?? '';
  return made !== '' && now !== '' && made !== now;
}

function behind(
  { name, namespace }: Installation,
  { version: made }: InstalledState,
  version: Surveyed['version'],
): Remark {
  const what = `version ${made} is installed still, and ${known(version)} is next`;
  return { isWrong: false, what, todo: `kubectl logs -n ${namespace} deployment/${name}` };
}

function going({ release }: Seen, { version, error, see }: InstalledState, forMs: number): Remark {
  const of = version === '' ? '' : ` (version ${version})`;
  const next = release.wanted ? 'before it starts anew' : 'to be gone';
  const why = error === undefined ? '' : `: ${error}`;
  const what = `waiting for the old release${of} to go, ${next}: for ${formatDuration(round(forMs))} now${why}`;
  if (forMs < longMs) return { isWrong: false, what };
  return { isWrong: true, what, todo: `see what holds it: ${see}` };
}

function fixOf({ group, release, trigger }: Surveyed, { see, isElsewhere }: InstalledState): string {
  if (trigger === undefined || isElsewhere) return see;
  const spec = release.slice(`autox-${group}-`.length);
  return `correct the spec ${spec} of group ${group}, and upgrade the release of the autox chart`;
}

function ofExperiment({ release, experiment }: Seen): Remark[] {
  if ('why' in experiment) return experiment.isForbidden ? [] : [{ isWrong: true, what: experiment.why }];
  const { value } = experiment;
  if (value === undefined || (value.state === 'pending' && isBeingInstalled(release))) return [];
  const where = `-g ${release.release} -n ${release.namespace}`;
  const todo = value.slos === 'none' || !value.noFailure ? `iter8 k log ${where}` : `iter8 k report ${where}`;
  const isWrong = value.isFinal || !value.noFailure || value.slos === 'violated';
  return value.why.map((what, i) => ({
    isWrong,
    what,
    ...(isWrong && i === value.why.length - 1 ? { todo } : {}),
  }));
}

// Its Secret comes before its Job.
function isBeingInstalled({ installed }: Surveyed): boolean {
  const there = known(installed);
  return there !== undefined && (there.state !== 'installed' || there.words.startsWith('OutOfSync'));
}

function round(ms: number): number {
  return Math.max(1000, Math.round(ms / 1000) * 1000);
}
