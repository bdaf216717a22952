// What the controller does, in the text format of Prometheus.
import type { ControllerState } from './controller.ts';

interface Measured {
  groups: number;
  leftOut: number;
  state: ControllerState | undefined; // undefined: another replica works
}

export function metricsText({ groups, leftOut, state }: Measured): string {
  const { queue, counts, unsynced } = state ?? {};
  const lines = [
    line('gauge', 'groups', 'groups in the configuration that are in order', groups),
    line('gauge', 'groups_left_out', 'groups in the configuration that are wrong', leftOut),
    line('gauge', 'leading', '1 where this replica works, 0 where another does', state === undefined ? 0 : 1),
    line('gauge', 'watches_unsynced', 'watches of triggers that are not up to date', unsynced?.length ?? 0),
    line('gauge', 'releases_in_error', 'releases that cannot be installed', state?.inError ?? 0),
    line('gauge', 'queue_waiting', 'groups that wait for their turn', queue?.waiting ?? 0),
    line('gauge', 'queue_failing', 'groups that failed and are tried again', queue?.failing ?? 0),
    line('counter', 'reconciled_total', 'times that a group was looked at', counts?.reconciled ?? 0),
    line('counter', 'launched_total', 'releases that were launched', counts?.launched ?? 0),
    line('counter', 'deleted_total', 'releases that were deleted', counts?.deleted ?? 0),
    line('counter', 'failed_total', 'attempts that failed', counts?.failed ?? 0),
  ];
  return `${lines.join('\n')}\n`;
}

function line(type: 'gauge' | 'counter', name: string, help: string, value: number): string {
  const whole = `iter8_autox_${name}`;
  return `# HELP ${whole} ${help}\n# TYPE ${whole} ${type}\n${whole} ${value}`;
}
