// The same for programs, under names that stay. schemas/autox-status.schema.json describes it.
import { known } from '../../autox/status/told.ts';
import type { InstallationStatus, ReleaseStatus } from './status.ts';

const format = 'iter8.autox-status/v1';

export function statusJson(all: readonly InstallationStatus[]): string {
  const installations = all.map(({ installation: { name, namespace, config, pods }, remarks, releases }) => ({
    name,
    namespace,
    installer: config.installer,
    controller: 'why' in pods ? { unread: pods.why } : (pods.value ?? null),
    remarks,
    releases: releases.map(releaseOf),
  }));
  return `${harmless(JSON.stringify({ format, installations }, null, 2))}\n`;
}

function releaseOf({ release: one, experiment, remarks }: ReleaseStatus): object {
  const { group, release, namespace, chart, trigger, version, wanted, because, installed } = one;
  const made = known(installed);
  const found = known(experiment);
  return {
    group,
    release,
    namespace,
    chart,
    trigger: trigger && {
      ...trigger,
      ...('why' in version ? { unread: version.why } : { isThere: version.value !== undefined }),
      ...(known(version) ? { appVersion: known(version) } : {}),
    },
    wanted,
    because,
    installed:
      'why' in installed
        ? { state: 'unread', message: installed.why }
        : made === undefined
          ? { state: 'absent' }
          : { state: made.state, says: made.words, appVersion: made.version || undefined, error: made.error },
    experiment:
      'why' in experiment
        ? { state: 'unread', message: experiment.why }
        : found === undefined
          ? { state: 'absent' }
          : {
              state: found.state,
              isFinal: found.isFinal,
              completed: found.completed,
              noFailure: found.noFailure,
              slos: found.slos,
              tasks: found.tasks,
              completedTasks: found.completedTasks,
              loops: found.loops,
            },
    remarks,
  };
}

// JSON leaves some control characters as they are; a terminal would obey them.
function harmless(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
