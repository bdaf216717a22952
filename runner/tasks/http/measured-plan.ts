import type { Measurement } from '../../model/task.ts';
import { defaults } from './inputs.ts';
import type { HttpPlan } from './plan.ts';

// What the plan of a measurement says about its reading.
export function measuredPlan({ plan, provider }: Pick<Measurement, 'plan' | 'provider'>): {
  percentiles: readonly number[];
  arrival: 'constant' | 'poisson';
} {
  const own = isLoadPlan(plan) ? plan.endpoints.find((endpoint) => endpoint.provider === provider) : undefined;
  return { percentiles: own?.percentiles ?? defaults.percentiles, arrival: own?.rate.arrival ?? defaults.arrival };
}

function isLoadPlan(plan: unknown): plan is Extract<HttpPlan, { endpoints: unknown }> {
  return typeof plan === 'object' && plan !== null && 'endpoints' in plan && Array.isArray(plan.endpoints);
}
