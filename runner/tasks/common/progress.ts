// How far a step has come, over all of its endpoints.
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Emit, Progress } from '../../model/task.ts';
import type { EndpointLoad, Loads } from './endpoint-load.ts';
import { lengthOf } from './rate.ts';

export interface OneProgress {
  tell(soFar: LoadMeasurement, elapsedMs: number): void;
  done(measurement: LoadMeasurement): void;
}

export function createProgress<E extends EndpointLoad>(
  plan: Loads<E>,
  emit: Pick<Emit, 'progress'>,
): { of(endpoint: E): OneProgress } {
  const total = sum(plan.endpoints.map(({ rate }) => rate.requests));
  const totalMs = sum(plan.endpoints.map(({ rate }) => lengthOf(rate)));
  let before = { done: 0, errors: 0, elapsedMs: 0 };
  return {
    of(endpoint) {
      let elapsed = 0;
      const words = wordsFor(plan, endpoint);
      const now = (soFar: LoadMeasurement) => ({
        done: before.done + soFar.sent,
        errors: before.errors + soFar.errors,
        elapsedMs: before.elapsedMs + elapsed,
      });
      return {
        tell(soFar, elapsedMs) {
          elapsed = elapsedMs;
          const progress: Progress = now(soFar);
          if (total !== null) progress.total = total;
          if (totalMs !== null) progress.totalMs = totalMs;
          if (elapsedMs > 0) progress.rate = (soFar.sent * 1000) / elapsedMs;
          if (words !== '') progress.text = words;
          emit.progress(progress);
        },
        done(measurement) {
          before = now(measurement);
        },
      };
    },
  };
}

function wordsFor<E extends EndpointLoad>({ kind, endpoints }: Loads<E>, { provider }: EndpointLoad): string {
  const name = endpoints.length > 1 ? provider.replace(/^[^-]*-/, '') : '';
  return kind === 'warmup' ? `warm-up ${name}`.trim() : name;
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce((total, part) => (total === null || part === null ? null : total + part), 0);
}
