import type { Loads } from '../common/endpoint-load.ts';
import { target } from '../common/loads.fixture.ts';
import { expand } from './expand.ts';
import type { HttpInputs } from './inputs.ts';
import type { EndpointPlan } from './plan.ts';

export function planOf(inputs: HttpInputs = { url: target }): Loads<EndpointPlan> {
  const plan = expand(inputs).at(-1)?.plan as Loads<EndpointPlan> | undefined;
  if (plan === undefined) throw new Error('no plan');
  return plan;
}
